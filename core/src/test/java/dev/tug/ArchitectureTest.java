package dev.tug;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Who may use whom: the picture in ARCHITECTURE.md, held by machine.
final class ArchitectureTest {
    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/lab/"))
                    .importPackages("dev.tug");

    /// Each package with those of ours that it may use.
    private static final String[][] MAY_USE = {
        {"dev.tug.blob"},
        {"dev.tug.failure", "dev.tug.blob"},
        {"dev.tug.model", "dev.tug.blob"},
        {"dev.tug.transfer", "dev.tug.failure"},
        {"dev.tug.internal.text"},
        {"dev.tug.internal.tls", "dev.tug.failure", "dev.tug.internal.text"},
        {"dev.tug.internal.name", "dev.tug.failure"},
        {"dev.tug.internal.proxy", "dev.tug.failure", "dev.tug.internal.text"},
        {
            "dev.tug.internal.http",
            "dev.tug.failure",
            "dev.tug.internal.tls",
            "dev.tug.internal.name",
            "dev.tug.internal.proxy",
            "dev.tug.internal.page"
        },
        {"dev.tug.internal.page", "dev.tug.failure", "dev.tug.internal.text"},
        {"dev.tug.internal.gguf"},
        {"dev.tug.internal.plan", "dev.tug.blob"},
        {"dev.tug.internal.control", "dev.tug.failure", "dev.tug.transfer"},
        {
            "dev.tug.internal.rate",
            "dev.tug.failure",
            "dev.tug.transfer",
            "dev.tug.internal.http",
            "dev.tug.internal.control"
        },
        {"dev.tug.internal.store", "dev.tug.blob", "dev.tug.model"},
        {
            "dev.tug.internal.profile",
            "dev.tug.transfer",
            "dev.tug.internal.store",
            "dev.tug.internal.text"
        },
        {
            "dev.tug.internal.registry",
            "dev.tug.blob",
            "dev.tug.model",
            "dev.tug.failure",
            "dev.tug.internal.http",
            "dev.tug.internal.page"
        },
        {"dev.tug.diagnosis", "dev.tug.blob", "dev.tug.failure", "dev.tug.model"},
        {
            "dev.tug.internal.doctor",
            "dev.tug.blob",
            "dev.tug.model",
            "dev.tug.failure",
            "dev.tug.diagnosis",
            "dev.tug.internal.http",
            "dev.tug.internal.name",
            "dev.tug.internal.proxy",
            "dev.tug.internal.registry",
            "dev.tug.internal.store",
            "dev.tug.internal.text",
            "dev.tug.internal.tls"
        },
        {
            "dev.tug.internal.transfer",
            "dev.tug.blob",
            "dev.tug.failure",
            "dev.tug.transfer",
            "dev.tug.internal.http",
            "dev.tug.internal.tls",
            "dev.tug.internal.page",
            "dev.tug.internal.plan",
            "dev.tug.internal.control",
            "dev.tug.internal.store"
        },
    };

    @Test
    void packages_use_only_those_below_them() {
        for (var row : MAY_USE) {
            classes()
                    .that()
                    .resideInAPackage(row[0])
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(row)
                                    .or(
                                            DescribedPredicate.not(
                                                    resideInAnyPackage("dev.tug", "dev.tug.."))))
                    .check(CORE);
        }
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.tug.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void each_library_stands_behind_one_package() {
        onlyIn("dev.tug.internal.http", "org.apache.hc..");
        onlyIn("dev.tug.internal.tls", "org.conscrypt..");
        onlyIn("dev.tug.internal.tls", "nl.altindag..");
        onlyIn("dev.tug.internal.proxy", "org.mozilla..");
    }

    private static void onlyIn(String home, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CORE);
    }

    @Test
    void only_the_wiring_reads_clock_and_environment() {
        noClasses()
                .that(DescribedPredicate.not(isWiring()))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CORE);
    }

    private static DescribedPredicate<JavaClass> isWiring() {
        return DescribedPredicate.describe(
                "is wiring", c -> c.getFullName().equals("dev.tug.Wiring"));
    }

    @Test
    void nothing_prints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CORE);
    }

    /// A new dependency is a decision: it changes this list.
    @Test
    void runtime_dependencies_are_these() throws IOException {
        var jars =
                Arrays.stream(
                                Files.readString(Path.of("target/runtime-classpath.txt"))
                                        .split(File.pathSeparator))
                        .map(entry -> Path.of(entry.strip()).getFileName().toString())
                        .map(name -> name.replaceFirst("-\\d.*", ""));

        assertThat(jars)
                .containsExactlyInAnyOrder(
                        "ayza",
                        "conscrypt-openjdk-uber",
                        "desidero",
                        "httpclient5",
                        "httpcore5",
                        "httpcore5-h2",
                        "jackson-core",
                        "jackson-jr-objects",
                        "laleler",
                        "rhino",
                        "slf4j-api",
                        "sude");
    }
}

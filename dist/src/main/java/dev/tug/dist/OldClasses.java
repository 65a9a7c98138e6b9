package dev.tug.dist;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/// Classes of a jar that were compiled for Java 5 and before, which an AOT cache cannot hold (it needs
/// the stack maps of Java 6), written anew in the format of today. Their code stays what it is.
final class OldClasses {
    /// Class files of Java 6, the first with stack maps (JVMS 4.10).
    private static final int JAVA_6 = 50;

    private static final int VERSION_AT = 6;
    private static final int LENGTH_MIN = 8;

    private final ClassFile format;

    /// @param jar where classes that these refer to are looked for, besides the platform
    OldClasses(Path jar) {
        this.format =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(name -> content(jar, name))
                                        .orElse(ClassHierarchyResolver.defaultResolver())
                                        .cached()),
                        StackMapsOption.GENERATE_STACK_MAPS);
    }

    /// Whether `content` is a class file of Java 5 or before.
    static boolean isOld(byte[] content) {
        return content.length >= LENGTH_MIN
                && (((content[VERSION_AT] & 0xff) << 8) | (content[VERSION_AT + 1] & 0xff))
                        < JAVA_6;
    }

    /// The same class in the format of today.
    byte[] renewed(byte[] content) {
        // Code is taken apart and put together, for the library to compute its stack maps.
        var code = ClassTransform.transformingMethodBodies((builder, part) -> builder.with(part));
        var version =
                ClassTransform.dropping(ClassFileVersion.class::isInstance)
                        .andThen(
                                ClassTransform.endHandler(builder ->
                                        builder.withVersion(ClassFile.latestMajorVersion(), 0)));
        return format.transformClass(format.parse(content), version.andThen(code));
    }

    private static @Nullable InputStream content(Path jar, ClassDesc name) {
        try (var zip = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ)) {
            var descriptor = name.descriptorString();
            var entry = zip.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
            return entry == null
                    ? null
                    : new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

@Timeout(20)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
final class HelperProgramTest {
    @TempDir private Path folder;

    @Test
    void hands_the_server_in_and_the_answer_out() throws Exception {
        assertThat(ask("test \"$1\" = get && printf '{\"server\":\"%s\"}' \"$(cat)\"", 10_000))
                .isEqualTo(new CredentialHelper.Answer.Output("{\"server\":\"a.test\"}"));
    }

    @Test
    void knows_when_nothing_is_kept() throws Exception {
        assertThat(ask("echo credentials not found in native keychain; exit 1", 10_000))
                .isEqualTo(new CredentialHelper.Answer.Unknown());
    }

    @Test
    void says_how_a_program_failed() throws Exception {
        assertThat(ask("echo oh; exit 3", 10_000))
                .isEqualTo(new CredentialHelper.Answer.Broken("ended with status 3"));
        assertThat(ask("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done", 10_000))
                .isEqualTo(new CredentialHelper.Answer.Broken("printed more than 65536 bytes"));
        assertThat(
                        new HelperProgram()
                                .ask("no-such-program-on-any-path", "a.test", new AbortSignal()))
                .isEqualTo(new CredentialHelper.Answer.Broken("cannot be run"));
    }

    @Test
    void ends_a_program_that_takes_too_long() throws Exception {
        assertThat(ask("sleep 600", 100))
                .isEqualTo(new CredentialHelper.Answer.Broken("took longer than 0.1 s"));
    }

    @Test
    void ends_a_program_on_abort() throws Exception {
        var abort = new AbortSignal();
        abort.abort();

        assertThat(program("sleep 600", 10_000).ask("x", "a.test", abort))
                .isInstanceOf(CredentialHelper.Answer.Broken.class);
    }

    private CredentialHelper.Answer ask(String script, long millisMax) throws Exception {
        return program(script, millisMax).ask("x", "a.test", new AbortSignal());
    }

    private HelperProgram program(String script, long millisMax) throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("docker-credential-x"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new HelperProgram(folder + File.separator, Duration.ofMillis(millisMax));
    }
}

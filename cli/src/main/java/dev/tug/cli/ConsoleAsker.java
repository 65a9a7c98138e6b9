package dev.tug.cli;

import dev.tug.ProxyRules;
import dev.tug.TugConfig;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Asks the human at the terminal for the login at a proxy; the password is not shown.
///
/// Where input or output is no terminal, nobody is asked.
final class ConsoleAsker implements ProxyRules.Asker {
    private final Supplier<Optional<Terminal>> terminals;

    ConsoleAsker() {
        this(ConsoleAsker::console);
    }

    ConsoleAsker(Supplier<Optional<Terminal>> terminals) {
        this.terminals = terminals;
    }

    /// What shows a prompt and reads a line; null at the end of input.
    interface Terminal {
        @Nullable String line(String prompt);

        /// The same without an echo.
        char @Nullable [] secret(String prompt);
    }

    @SuppressWarnings("SystemConsoleNull") // From JDK 25 on it is null again without a terminal.
    private static Optional<Terminal> console() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        return Optional.of(
                new Terminal() {
                    @Override
                    public @Nullable String line(String prompt) {
                        return console.readLine("%s", prompt);
                    }

                    @Override
                    public char @Nullable [] secret(String prompt) {
                        return console.readPassword("%s", prompt);
                    }
                });
    }

    @Override
    public Optional<TugConfig.Login> ask(String proxy, Optional<String> user, boolean refused) {
        var terminal = terminals.get();
        if (terminal.isEmpty()) {
            return Optional.empty();
        }
        var answer = new FutureTask<>(() -> answer(terminal.get(), proxy, user, refused));
        // Nothing ends a read from a terminal, and Ctrl-C is not to wait for it.
        Thread.ofPlatform().daemon().name("proxy-login").start(answer);
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot ask", e.getCause());
        }
    }

    private static Optional<TugConfig.Login> answer(
            Terminal terminal, String proxy, Optional<String> user, boolean refused) {
        var before =
                refused ? "That login was refused, and is asked for once more.%n".formatted() : "";
        if (user.isPresent()) {
            return password(terminal, before, proxy, user.get());
        }
        var name = terminal.line("%n%sUser at the proxy %s: ".formatted(before, proxy));
        return name == null || name.isBlank()
                ? Optional.empty()
                : password(terminal, "", proxy, name.strip());
    }

    private static Optional<TugConfig.Login> password(
            Terminal terminal, String before, String proxy, String name) {
        var prompt = "%sPassword of %s at the proxy %s: ".formatted(before, name, proxy);
        return Optional.ofNullable(terminal.secret(prompt))
                .map(password -> new TugConfig.Login(name, new String(password)));
    }
}

package dev.tug.cli;

import dev.tug.ProxyRules;
import dev.tug.TugConfig;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Asks the human at the terminal for the login at a proxy; the password is not shown.
///
/// Where input or output is no terminal, nobody is asked.
final class ConsoleAsker implements ProxyRules.Asker {
    @SuppressWarnings("SystemConsoleNull") // From JDK 25 on it is null again without a terminal.
    @Override
    public Optional<TugConfig.Login> ask(String proxy, Optional<String> user) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        var answer =
                new FutureTask<>(() -> {
                    var name =
                            user.isPresent()
                                    ? user.get()
                                    : console.readLine("%nUser at the proxy %s: ", proxy);
                    if (name == null || name.isBlank()) {
                        return Optional.<TugConfig.Login>empty();
                    }
                    var password =
                            console.readPassword("Password of %s at the proxy %s: ", name, proxy);
                    return password == null
                            ? Optional.<TugConfig.Login>empty()
                            : Optional.of(new TugConfig.Login(name, new String(password)));
                });
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
}

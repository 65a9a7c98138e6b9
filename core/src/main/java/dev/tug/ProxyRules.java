package dev.tug;

import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.ScriptAddress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which proxies stand between a [Tug] and its registries, and how it logs in to them.
///
/// Reading variables, flags and files is the command's work. A script goes before the two proxies,
/// and those before the system's settings.
///
/// @param https the proxy for https; none if empty
/// @param http the proxy for plain http; none if empty
/// @param script a file or address with a script that decides (proxy auto-configuration)
/// @param except lists of hosts that are spoken to directly, in the words of `NO_PROXY`
/// @param loopback whether a proxy is asked even for this machine
/// @param system whether the operating system's settings are asked, where nothing else is said
/// @param logins who logs in
public record ProxyRules(
        Optional<Named> https,
        Optional<Named> http,
        Optional<Named> script,
        List<String> except,
        boolean loopback,
        boolean system,
        Logins logins) {
    /// No proxies at all.
    public static final ProxyRules DIRECT =
            new ProxyRules(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false,
                    false,
                    Logins.NONE);

    public ProxyRules {
        except = List.copyOf(except);
        https.ifPresent(Named::check);
        http.ifPresent(Named::check);
    }

    /// A proxy or a script, and who named it; prints without the login that may be in it.
    ///
    /// @param text `[SCHEME://][USER[:PASSWORD]@]HOST[:PORT]`, or a script's file or address
    /// @param source for messages, such as `HTTPS_PROXY`
    public record Named(String text, String source) {
        /// Makes sure that it names a proxy.
        ///
        /// @throws IllegalArgumentException if it does not; the message has nothing of a login
        public Named check() {
            var _ = ProxyServer.parse(text);
            return this;
        }

        /// Whether a password is in it.
        public boolean hasPassword() {
            return ProxyServer.parse(text)
                    .login()
                    .filter(it -> it.password().isPresent())
                    .isPresent();
        }

        /// The address or path of a script, without what may be secret in it.
        public String script() {
            return new ScriptAddress(text).shown();
        }

        /// The address without the login's password.
        @Override
        public String toString() {
            try {
                var proxy = ProxyServer.parse(text);
                var address = proxy.toString();
                return proxy.login()
                        .map(login ->
                                address.replace(
                                        "://",
                                        "://"
                                                + login.user()
                                                + (login.password().isPresent() ? ":***" : "")
                                                + "@"))
                        .orElse(address);
            } catch (IllegalArgumentException e) {
                return "no proxy's address";
            }
        }
    }

    /// Where logins come from, the strongest first; what is in a proxy's own address goes before all.
    ///
    /// @param given a user and a password for whichever proxy asks
    /// @param user the user alone, if only that is known
    /// @param netrc the file that ftp and curl read
    /// @param helper `docker-credential-<helper>` is asked for `HOST:PORT`
    /// @param asker asks a human
    public record Logins(
            Optional<TugConfig.Login> given,
            Optional<String> user,
            Optional<Path> netrc,
            Optional<String> helper,
            Asker asker) {
        /// Nobody logs in but by a proxy's address.
        public static final Logins NONE =
                new Logins(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        (_, _, _) -> Optional.empty());
    }

    /// Asks a human for a login; called by one thread at a time, and may take as long as it takes.
    @FunctionalInterface
    public interface Asker {
        /// The login at a proxy; empty if nobody answers.
        ///
        /// @param proxy its scheme, host and port
        /// @param user who is asked for the password, if that is known
        /// @param refused whether a password was refused before
        Optional<TugConfig.Login> ask(String proxy, Optional<String> user, boolean refused);
    }
}

package dev.tug.cli;

import dev.tug.ProxyRules;
import dev.tug.ProxyRules.Named;
import dev.tug.TugConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be said about proxies, with its sources.
///
/// Whoever speaks first is heard alone: flags, then the environment, then the file, then the system.
///
/// @param https the proxy for https
/// @param http the proxy for plain http
/// @param script the file or address of a script that decides
/// @param except hosts that are spoken to directly
/// @param system whether the operating system's settings are asked where nobody else speaks
/// @param user who logs in
/// @param passwordFile where that user's password is
/// @param helper the credential helper that keeps logins
/// @param netrc the file of logins that ftp and curl read
record ProxySettings(
        Setting<Optional<Named>> https,
        Setting<Optional<Named>> http,
        Setting<Optional<Named>> script,
        Setting<List<String>> except,
        Setting<Boolean> system,
        Setting<Optional<String>> user,
        Setting<Optional<Path>> passwordFile,
        Setting<Optional<String>> helper,
        Path netrc) {
    /// The keys of the configuration file that are read here.
    static final Set<String> KEYS =
            Set.of(
                    "proxy",
                    "noproxy",
                    "proxy_pac",
                    "proxy_user",
                    "proxy_password_file",
                    "proxy_helper",
                    "system_proxy");

    /// What the command line says about proxies.
    ///
    /// @param proxy an address; empty text for none
    /// @param except hosts that are spoken to directly
    /// @param direct whether nothing else counts
    record ProxyFlags(
            Optional<String> proxy,
            Optional<String> except,
            boolean direct,
            Optional<String> script,
            Optional<String> user,
            Optional<Path> passwordFile,
            Optional<String> helper,
            boolean withoutSystem) {
        static final ProxyFlags NONE =
                new ProxyFlags(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false);
    }

    /// What the library is to do.
    ///
    /// @throws UsageException if the password cannot be read
    ProxyRules rules(ProxyRules.Asker asker) {
        var given =
                user.value()
                        .flatMap(name ->
                                passwordFile
                                        .value()
                                        .map(file ->
                                                new TugConfig.Login(
                                                        name,
                                                        Passwords.read(
                                                                file,
                                                                passwordFile.source().text()))));
        return new ProxyRules(
                https.value(),
                http.value(),
                script.value(),
                except.value(),
                // A proxy that is named for this one command is asked for whatever it pulls.
                https.source() instanceof Setting.Source.Flag,
                system.value(),
                new ProxyRules.Logins(
                        given, user.value(), Optional.of(netrc), helper.value(), asker));
    }
}

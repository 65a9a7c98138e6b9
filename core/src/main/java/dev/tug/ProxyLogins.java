package dev.tug;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.proxy.Logins;
import dev.tug.internal.proxy.Netrc;
import dev.tug.internal.proxy.ProxyLogin;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.registry.HelperLogin;
import dev.tug.internal.registry.HelperProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The logins of proxies, from all places that the rules name.
final class ProxyLogins implements Logins {
    /// Files with hundreds of machines have some 10 kB.
    private static final int NETRC_BYTES_MAX = 1 << 20;

    private final ProxyRules.Logins rules;
    private final Consumer<String> warnings;

    ProxyLogins(ProxyRules.Logins rules, Consumer<String> warnings) {
        this.rules = rules;
        this.warnings = warnings;
    }

    @Override
    public Optional<ProxyLogin> kept(ProxyServer proxy, boolean vouched) {
        if (proxy.login().filter(it -> it.password().isPresent()).isPresent()) {
            return proxy.login();
        }
        var user = proxy.login().map(ProxyLogin::user).or(rules::user);
        // It is bound to no host: who may be a stranger's choice does not get it.
        var given =
                rules.given()
                        .filter(_ -> vouched)
                        .map(it -> new ProxyLogin(it.user(), it.password()));
        return given.filter(it -> user.isEmpty() || user.get().equals(it.user()))
                .or(() -> netrc(proxy, user))
                .or(() -> helper(proxy, user))
                .or(() -> user.map(it -> new ProxyLogin(it, Optional.empty())));
    }

    private Optional<ProxyLogin> netrc(ProxyServer proxy, Optional<String> user) {
        if (rules.netrc().isEmpty()) {
            return Optional.empty();
        }
        var file = rules.netrc().get();
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(NETRC_BYTES_MAX);
            var found = Netrc.parse(new String(bytes, UTF_8)).login(proxy.host(), user);
            if (found.isPresent() && isOpen(file)) {
                warnings.accept(file + " holds passwords and others may read it: chmod 600 it");
            }
            return found;
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            warnings.accept("cannot read " + file);
            return Optional.empty();
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(
                            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ)
                                    ::contains);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private Optional<ProxyLogin> helper(ProxyServer proxy, Optional<String> user) {
        return rules.helper()
                .flatMap(name ->
                        HelperLogin.find(new HelperProgram(), name, proxy.place(), warnings))
                .map(login -> new ProxyLogin(login.user(), login.password()))
                .filter(login -> user.isEmpty() || user.get().equals(login.user()));
    }

    @Override
    public Optional<ProxyLogin> asked(ProxyServer proxy, Optional<String> user, boolean refused) {
        return rules.asker()
                .ask(proxy.toString(), user, refused)
                .map(it -> new ProxyLogin(it.user(), it.password()));
    }
}

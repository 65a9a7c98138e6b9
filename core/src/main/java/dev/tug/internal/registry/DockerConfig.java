package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.page.Printable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The file that `docker login` writes, `config.json`, as far as it tells of credentials.
///
/// @param logins by registry, see [#key]
/// @param helpers names of helper programs by registry
/// @param store the name of the helper program for all other registries
/// @param warnings entries that were passed over, one line each, without secrets
record DockerConfig(
        Map<String, Credential> logins,
        Map<String, String> helpers,
        Optional<String> store,
        List<String> warnings) {
    /// The key under which Docker keeps its own registry's login.
    static final String HUB = "https://index.docker.io/v1/";

    private static final Set<String> HUB_HOSTS =
            Set.of(
                    "docker.io",
                    "index.docker.io",
                    "registry-1.docker.io",
                    "registry.hub.docker.com");

    /// A helper's name becomes a file name.
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    DockerConfig {
        logins = Map.copyOf(logins);
        helpers = Map.copyOf(helpers);
        warnings = List.copyOf(warnings);
    }

    /// Reads the file's bytes.
    ///
    /// @throws Json.Malformed if they are no JSON object; the message goes on after "it"
    static DockerConfig parse(byte[] bytes) throws Json.Malformed {
        var json = Json.read(bytes);
        var warnings = new ArrayList<String>();
        var logins = new LinkedHashMap<String, Credential>();
        json.object("auths").ifPresent(auths -> readLogins(auths, logins, warnings));
        var helpers = new LinkedHashMap<String, String>();
        json.object("credHelpers").ifPresent(all -> readHelpers(all, helpers, warnings));
        var store = json.string("credsStore").filter(name -> !name.isEmpty());
        store.filter(name -> !isHelper(name))
                .ifPresent(_ -> warnings.add("credsStore is no helper's name"));
        return new DockerConfig(logins, helpers, store.filter(DockerConfig::isHelper), warnings);
    }

    /// The one name for a registry under which entries are found: host and port in lower case, whether
    /// or not it came with a scheme and a path; [#HUB] for all names of Docker's own.
    static String key(String registry) {
        var text = registry.strip().toLowerCase(Locale.ROOT);
        var scheme = text.indexOf("://");
        var rest = scheme < 0 ? text : text.substring(scheme + 3);
        var path = rest.indexOf('/');
        var host = path < 0 ? rest : rest.substring(0, path);
        return HUB_HOSTS.contains(host) ? HUB : host;
    }

    /// The helper program that knows of `registry`, if there is one.
    Optional<String> helper(String registry) {
        return Optional.ofNullable(helpers.get(key(registry))).or(() -> store);
    }

    /// The credential in the file itself.
    Optional<Credential> login(String registry) {
        return Optional.ofNullable(logins.get(key(registry)));
    }

    /// Reads what a helper program printed; a user of `<token>` marks an identity token.
    ///
    /// @throws Json.Malformed if it is no credential; the message goes on after "it"
    static Credential helperCredential(String output) throws Json.Malformed {
        var json = Json.read(output.getBytes(UTF_8));
        var user = json.string("Username").orElse("");
        var secret =
                json.string("Secret")
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() -> new Json.Malformed("holds no secret"));
        return user.equals("<token>")
                ? new Credential.IdentityToken(secret)
                : new Credential.Login(user, secret);
    }

    /// Nothing of the logins but whose they are.
    @Override
    public String toString() {
        return "logins for " + logins.keySet();
    }

    private static void readLogins(
            Json auths, Map<String, Credential> logins, List<String> warnings) {
        for (var name : auths.names()) {
            var entry = auths.object(name);
            var credential = entry.flatMap(DockerConfig::credential);
            if (credential.isPresent()) {
                logins.putIfAbsent(key(name), credential.get());
            } else if (entry.isEmpty() || !isLeftToHelper(entry.get())) {
                warnings.add("the login for " + Printable.of(name) + " is unreadable");
            }
        }
    }

    private static void readHelpers(Json all, Map<String, String> helpers, List<String> warnings) {
        for (var name : all.names()) {
            var helper = all.string(name).filter(DockerConfig::isHelper);
            if (helper.isPresent()) {
                helpers.putIfAbsent(key(name), helper.get());
            } else {
                warnings.add("credHelpers for " + Printable.of(name) + " is no helper's name");
            }
        }
    }

    /// An entry without secrets marks a login that a helper program keeps.
    private static boolean isLeftToHelper(Json entry) {
        return entry.string("auth").orElse("").isEmpty()
                && entry.string("password").orElse("").isEmpty();
    }

    private static Optional<Credential> credential(Json entry) {
        var token = entry.string("identitytoken").filter(text -> !text.isEmpty());
        if (token.isPresent()) {
            return token.map(Credential.IdentityToken::new);
        }
        return entry.string("auth")
                .filter(text -> !text.isEmpty())
                .map(DockerConfig::decode)
                .orElseGet(() ->
                        entry.string("password")
                                .filter(text -> !text.isEmpty())
                                .map(password ->
                                        new Credential.Login(
                                                entry.string("username").orElse(""), password)));
    }

    private static Optional<Credential> decode(String auth) {
        try {
            var pair = new String(Base64.getMimeDecoder().decode(auth), UTF_8);
            var end = pair.indexOf(':');
            // Old versions of Docker padded passwords with NULs.
            return end < 1
                    ? Optional.empty()
                    : Optional.of(
                            new Credential.Login(
                                    pair.substring(0, end),
                                    pair.substring(end + 1).replace("\0", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isHelper(String name) {
        return HELPER.matcher(name).matches();
    }
}

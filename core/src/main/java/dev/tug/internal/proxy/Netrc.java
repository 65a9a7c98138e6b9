package dev.tug.internal.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The logins of a `.netrc` file, by machine, as ftp and curl read it.
///
/// The entry `default` is left out: what is for anybody is not for a proxy that nobody named.
public final class Netrc {
    private final List<Entry> entries;

    private record Entry(String machine, ProxyLogin login) {}

    private Netrc(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// Parses a file's text; words that make no sense are passed over.
    public static Netrc parse(String text) {
        var entries = new ArrayList<Entry>();
        // Editors of Windows put a mark before a text.
        var words = words(text.startsWith("\uFEFF") ? text.substring(1) : text);
        int i = 0;
        while (i < words.size()) {
            if (!words.get(i).equals("machine") || i + 1 >= words.size()) {
                i++;
                continue;
            }
            var machine = Hosts.plain(words.get(i + 1));
            var user = "";
            var password = Optional.<String>empty();
            i += 2;
            while (i + 1 < words.size() && isField(words.get(i))) {
                switch (words.get(i)) {
                    case "login" -> user = words.get(i + 1);
                    case "password", "passwd" -> password = Optional.of(words.get(i + 1));
                    default -> {
                        // An account is asked for by nobody.
                    }
                }
                i += 2;
            }
            entries.add(new Entry(machine, new ProxyLogin(user, password)));
        }
        return new Netrc(entries);
    }

    private static boolean isField(String word) {
        return List.of("login", "password", "passwd", "account").contains(word);
    }

    /// Words with quotes and comments as curl has them, and without the bodies of macros, which go to
    /// the next empty line.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        boolean inMacro = false;
        for (var line : text.lines().toList()) {
            if (inMacro) {
                inMacro = !line.isBlank();
                continue;
            }
            for (var word : split(line)) {
                if (word.equals("macdef")) {
                    inMacro = true;
                    break;
                }
                words.add(word);
            }
        }
        return words;
    }

    private static List<String> split(String line) {
        var words = new ArrayList<String>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                break;
            } else {
                var word = new StringBuilder();
                at = c == '"' ? quoted(line, at + 1, word) : bare(line, at, word);
                words.add(word.toString());
            }
        }
        return words;
    }

    private static int bare(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            word.append(line.charAt(at++));
        }
        return at;
    }

    private static int quoted(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            word.append(line.charAt(at++));
        }
        return at + 1;
    }

    /// The login at a machine; that of `user`, if one is named.
    public Optional<ProxyLogin> login(String machine, Optional<String> user) {
        return entries.stream()
                .filter(entry -> entry.machine().equals(Hosts.plain(machine)))
                .map(Entry::login)
                .filter(login -> user.isEmpty() || user.get().equals(login.user()))
                .filter(login -> !login.user().isEmpty() && login.password().isPresent())
                .findFirst();
    }

    /// Nothing of the logins but whose they are.
    @Override
    public String toString() {
        return "logins for " + entries.stream().map(Entry::machine).toList();
    }
}

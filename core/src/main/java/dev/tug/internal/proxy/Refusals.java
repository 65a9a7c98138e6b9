package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each login was refused in this process, whichever pull tried it: accounts are locked
/// after a few wrong passwords, and that of a whole desk with them.
///
/// Passwords are not kept, only hashes that die with the process. Safe for threads.
public final class Refusals {
    /// How often one login is tried in vain.
    static final int MAX = 2;

    private static final int LOGINS_MAX = 1000;

    /// Guarded by `this`; the oldest are forgotten.
    private final Map<String, Integer> counts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > LOGINS_MAX;
                }
            };

    synchronized void add(ProxyServer proxy, ProxyLogin login) {
        counts.merge(key(proxy, login), 1, Integer::sum);
    }

    synchronized void clear(ProxyServer proxy, ProxyLogin login) {
        counts.remove(key(proxy, login));
    }

    synchronized boolean isSpent(ProxyServer proxy, ProxyLogin login) {
        return counts.getOrDefault(key(proxy, login), 0) >= MAX;
    }

    private static String key(ProxyServer proxy, ProxyLogin login) {
        try {
            var text = proxy.place() + "\0" + login.user() + "\0" + login.password().orElse("");
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}

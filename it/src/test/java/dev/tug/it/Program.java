package dev.tug.it;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A program of somebody else's that a test needs.
///
/// Where it is missing the test is skipped, and told how to get it; with `CI=true` in the environment
/// the test fails instead, so that nothing is left out unseen.
enum Program {
    DOCKER_REGISTRY("docker-registry", "docker-registry"),
    NGINX("nginx", "nginx"),
    HTPASSWD("htpasswd", "apache2-utils"),
    ENV("env", "coreutils"),
    KILL("kill", "procps"),
    MOUNT("mount", "mount"),
    UMOUNT("umount", "mount"),
    UNSHARE("unshare", "util-linux"),
    CHOWN("chown", "coreutils"),
    IP("ip", "iproute2"),
    TC("tc", "iproute2"),
    IPTABLES("iptables", "iptables"),
    SQUID("squid", "squid-openssl"),
    CONNTRACK("conntrack", "conntrack"),
    DANTED("danted", "dante-server"),
    KDC("krb5kdc", "krb5-kdc"),
    KDB("kdb5_util", "krb5-kdc"),
    KADMIN("kadmin.local", "krb5-admin-server"),
    KINIT("kinit", "krb5-user"),
    OPENSSL("openssl", "openssl");

    /// Where Debian keeps servers, outside the path of ordinary users.
    private static final String SERVERS = "/usr/sbin:/usr/local/sbin:/sbin";

    private final String command;
    private final String debianPackage;

    Program(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /// The program's file; ends the test if there is none.
    String path() {
        var found =
                Stream.of((System.getenv("PATH") + ":" + SERVERS).split(File.pathSeparator))
                        .map(directory -> Path.of(directory, command))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty()) {
            lacking("needs `%s`: sudo apt-get install %s".formatted(command, debianPackage));
        }
        return found.orElseThrow().toString();
    }

    /// Skips the test, or fails it with `CI=true`, because the machine lacks something.
    static void lacking(String what) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(what);
        }
        Assumptions.abort(what);
    }
}

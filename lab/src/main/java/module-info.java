/// Servers and faults on loopback, for tests of anything that speaks HTTP over TLS.
module dev.tug.lab {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports dev.tug.lab;
}

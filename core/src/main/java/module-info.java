/// Pulls AI models to disk and proves every byte.
@SuppressWarnings("module") // the simulator is built after the library
module dev.tug {
    requires java.security.jgss;
    requires jdk.jfr;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.jr.ob;
    requires nl.altindag.ssl;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.conscrypt;
    requires org.mozilla.rhino;
    requires static transitive org.jspecify;

    exports dev.tug;
    exports dev.tug.blob;
    exports dev.tug.diagnosis;
    exports dev.tug.failure;
    exports dev.tug.model;
    exports dev.tug.transfer;
    exports dev.tug.internal.control to
            dev.tug.sim;
    exports dev.tug.internal.plan to
            dev.tug.sim;
    exports dev.tug.internal.text to
            dev.tug.cli;
}

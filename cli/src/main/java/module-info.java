/// The command `tug`.
module dev.tug.cli {
    requires com.electronwill.nightconfig.core;
    requires com.electronwill.nightconfig.toml;
    requires com.fasterxml.jackson.jr.ob;
    requires dev.tug;
    requires dev.tug.lab;
    requires info.picocli;
    requires java.logging;
    requires jdk.unsupported;
    requires static transitive org.jspecify;

    opens dev.tug.cli to info.picocli;
}

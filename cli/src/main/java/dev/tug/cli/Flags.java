package dev.tug.cli;

import dev.tug.cli.NameSettings.NameFlags;
import dev.tug.cli.ProxySettings.ProxyFlags;
import dev.tug.cli.RateSettings.RateFlags;
import dev.tug.cli.TrustSettings.TrustFlags;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the command line says about settings.
record Flags(
        Optional<Path> store,
        Optional<Integer> parts,
        List<Path> authorities,
        boolean insecure,
        boolean verbose,
        Optional<String> giveUpAfter,
        boolean aggressive,
        RateFlags rate,
        TrustFlags trust,
        NameFlags names,
        ProxyFlags proxy) {
    /// A command line that says nothing.
    static final Flags NONE =
            new Flags(Optional.empty(), Optional.empty(), List.of(), false, false);

    /// A command line that says nothing of what only a pull knows.
    Flags(
            Optional<Path> store,
            Optional<Integer> parts,
            List<Path> authorities,
            boolean insecure,
            boolean verbose) {
        this(store, parts, authorities, insecure, verbose, Optional.empty(), false, RateFlags.NONE);
    }

    /// A command line that says nothing of names, and of trust but what to add.
    Flags(
            Optional<Path> store,
            Optional<Integer> parts,
            List<Path> authorities,
            boolean insecure,
            boolean verbose,
            Optional<String> giveUpAfter,
            boolean aggressive,
            RateFlags rate) {
        this(
                store,
                parts,
                authorities,
                insecure,
                verbose,
                giveUpAfter,
                aggressive,
                rate,
                TrustFlags.NONE,
                NameFlags.NONE,
                ProxyFlags.NONE);
    }

    Flags {
        authorities = List.copyOf(authorities);
    }
}

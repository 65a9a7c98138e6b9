package dev.tug.cli;

import java.util.function.IntUnaryOperator;

/// The signals of this process.
final class SystemSignals implements Surroundings.Signals {
    @Override
    public IntUnaryOperator watch(Runnable restore) {
        return CtrlC.watch(restore)::exitCode;
    }

    @Override
    public void onToggle(Runnable action) {
        ProcessSignals.handle("USR1", _ -> action.run());
    }
}

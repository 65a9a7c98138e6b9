package dev.tug.lab;

import java.time.Duration;
import java.util.Optional;

/// A [Fault], taken apart into the questions that sending a response asks; owned by one thread.
final class Distortion {
    /// Longer than any test.
    static final Duration NEVER = Duration.ofDays(1000);

    Duration latency = Duration.ZERO;
    long bytesPerSecond = Long.MAX_VALUE;
    long cutAfterBytes = Long.MAX_VALUE;
    Duration cutAfterTime = NEVER;
    Fault.CutKind cutKind = Fault.CutKind.RST;
    long lengthMax = Long.MAX_VALUE;
    boolean chunked;
    boolean closeDelimited;
    boolean ignoresRange;
    boolean gzip;
    long stallAfterBytes = Long.MAX_VALUE;
    long corruptOffset = -1;
    int corruptMask;
    private Optional<Answer> replacement = Optional.empty();
    private Optional<Fault.CutKind> closeBeforeHeaders = Optional.empty();
    private Optional<Fault.CutKind> cutInHead = Optional.empty();
    private Optional<Fault.RangeLie> lie = Optional.empty();

    static Distortion of(Fault fault) {
        var distortion = new Distortion();
        distortion.add(fault);
        return distortion;
    }

    Optional<Answer> replacement() {
        return replacement;
    }

    Optional<Fault.CutKind> closeBeforeHeaders() {
        return closeBeforeHeaders;
    }

    Optional<Fault.CutKind> cutInHead() {
        return cutInHead;
    }

    boolean tells(Fault.RangeLie asked) {
        return lie.filter(asked::equals).isPresent();
    }

    private void add(Fault fault) {
        switch (fault) {
            case Fault.None() -> {}
            case Fault.Latency(var time) -> latency = time;
            case Fault.RateCap(var rate) -> bytesPerSecond = rate;
            case Fault.CutAfter(var bytes, var kind) -> {
                cutAfterBytes = bytes;
                cutKind = kind;
            }
            case Fault.CutAfterTime(var time, var kind) -> {
                cutAfterTime = time;
                cutKind = kind;
            }
            case Fault.CleanShort(var bytes) -> lengthMax = bytes;
            case Fault.CloseDelimited() -> closeDelimited = true;
            case Fault.Chunked() -> chunked = true;
            case Fault.Status status -> replacement = Optional.of(answer(status));
            case Fault.IgnoreRange() -> ignoresRange = true;
            case Fault.WrongRange(var told) -> lie = Optional.of(told);
            case Fault.Gzip() -> gzip = true;
            case Fault.StallAfter(var bytes) -> stallAfterBytes = bytes;
            case Fault.CloseBeforeHeaders(var kind) -> closeBeforeHeaders = Optional.of(kind);
            case Fault.CutInHead(var kind) -> cutInHead = Optional.of(kind);
            case Fault.CorruptByteAt(var offset, var mask) -> {
                corruptOffset = offset;
                corruptMask = mask;
            }
            case Fault.All(var faults) -> faults.forEach(this::add);
        }
    }

    private static Answer answer(Fault.Status status) {
        var answer = Answer.of(status.code(), status.contentType(), status.body());
        for (var header : status.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}

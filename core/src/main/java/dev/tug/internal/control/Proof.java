package dev.tug.internal.control;

/// Which number of streams has proved to hold, and how long a number must last to prove it.
final class Proof {
    /// A number of streams is certified when it has held for 1.5 times what the last end of all took.
    private static final double CERTIFY_FACTOR = 1.5;

    static final long CERTIFY_MILLIS_MIN = 5_000;
    static final long CERTIFY_MILLIS_MAX = 45_000;

    /// Before anything ended, a number has held after this: no network of the issue reports waits
    /// longer than 15 s before it ends what is too much.
    private static final long CERTIFY_MILLIS_FIRST = 20_000;

    /// Within this share of the time that an end of all took, nothing happens.
    private static final double UNHARMED_SHARE = 0.8;

    /// Between two free strikes.
    private static final long STRIKE_MILLIS = 90_000;

    private final Connections connections;
    private int held;

    /// How long a connection lasts by a limit of its own.
    private long lastsMillis = Long.MAX_VALUE;

    /// Whether the number that held did so in this pull.
    private boolean isOwn;

    private long certifyMillis = CERTIFY_MILLIS_FIRST;
    private long strikeMillis = Long.MIN_VALUE / 2;

    Proof(Connections connections) {
        this.connections = connections;
    }

    /// Each connection lasts no longer, whatever happens to others.
    void lasting(long millis) {
        lastsMillis = millis;
    }

    long lastsMillis() {
        return lastsMillis;
    }

    /// As many hold as have lasted without a break: with each that was cut, who counts them begins anew.
    /// Where none lasts so long, that is the way of the path, and they hold nevertheless.
    ///
    /// @param most no more are claimed to hold
    /// @param forMillis how long as many have been wanted
    int prove(int most, long forMillis, long nowMillis) {
        int unbroken = Math.min(most, connections.lasting(certifyMillis, nowMillis));
        int lasting = lastsMillis < certifyMillis && forMillis >= certifyMillis ? most : unbroken;
        holds(lasting);
        return lasting;
    }

    /// The largest number proved to hold; 0 if none is.
    int held() {
        return held;
    }

    /// The same, if it held in this pull; else 0.
    int ownHeld() {
        return isOwn ? held : 0;
    }

    /// How long a number must last.
    long certifyMillis() {
        return certifyMillis;
    }

    /// Too many are borne for so long.
    long unharmedMillis() {
        return (long) (UNHARMED_SHARE * certifyMillis / CERTIFY_FACTOR);
    }

    /// What an earlier pull proved.
    void recall(int number, long millis) {
        held = number;
        certifyMillis = Math.clamp(millis, CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
    }

    /// So many have lasted long enough.
    void holds(int number) {
        held = Math.max(held, number);
        isOwn |= number > 0 && number == held;
    }

    /// So many hold, and what was thought to hold above does not.
    void onlyHolds(int number) {
        held = number;
        isOwn = true;
    }

    /// So many are borne, as ends of all have told; they have not lasted yet.
    void told(int number) {
        isOwn &= number == held;
        held = number;
    }

    /// More than `number` do not hold, or are not wanted.
    void atMost(int number) {
        held = Math.min(held, number);
    }

    /// One connection is borne wherever any is.
    void atLeastOne() {
        held = Math.max(held, 1);
    }

    /// Whether an end of all of so many is let pass once: that number has held for long in this pull.
    ///
    /// @param isHolding whether it was just being held
    boolean isStrikeFree(int number, boolean isHolding, long nowMillis) {
        boolean free =
                isHolding && isOwn && number <= held && nowMillis - strikeMillis > STRIKE_MILLIS;
        strikeMillis = free ? nowMillis : strikeMillis;
        return free;
    }

    /// What an earlier pull found is wrong, and so may be the time that it took.
    void disproved() {
        certifyMillis = CERTIFY_MILLIS_FIRST;
    }

    /// All of so many were ended.
    void ended(int number) {
        held = number <= held ? 0 : held;
    }

    /// How long the last end of all took.
    void took(long millis) {
        certifyMillis =
                Math.clamp(
                        (long) (CERTIFY_FACTOR * millis), CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
    }
}

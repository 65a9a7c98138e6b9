package dev.tug.internal.profile;

import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A profile in words that a helpdesk understands.
public final class PathPhrases {
    private PathPhrases() {}

    /// One phrase for the streams and one for each limit, without full stops.
    public static List<String> of(PathProfile profile) {
        var phrases = new ArrayList<String>();
        phrases.add(streams(profile));
        if (profile.held() > 0) {
            phrases.add(count(profile.held()) + " at once proved to hold");
        }
        if (profile.wall() > 0) {
            phrases.add(count(profile.wall()) + " at once are too many");
        }
        if (profile.spacing().compareTo(PathProfile.SPACING) > 0) {
            phrases.add("connections are opened " + time(profile.spacing()) + " apart");
        }
        if (profile.requestBytesMax() < PathProfile.REQUEST_BYTES_MAX) {
            phrases.add("answers of at most " + size(profile.requestBytesMax()) + " are asked for");
        }
        if (profile.retireAge().compareTo(PathProfile.AGELESS) < 0) {
            phrases.add("a connection is left after " + time(profile.retireAge()));
        }
        if (profile.retireBytes() < Long.MAX_VALUE) {
            phrases.add("a connection is left after " + size(profile.retireBytes()));
        }
        if (profile.firstByte().compareTo(PathProfile.FIRST_BYTE) > 0) {
            phrases.add("the first byte of an answer may take " + time(profile.firstByte()));
        }
        if (!profile.ranges()) {
            phrases.add("ranges do not come through: each blob comes in one piece");
        }
        return List.copyOf(phrases);
    }

    private static String streams(PathProfile profile) {
        var streams = count(profile.streams());
        return profile.reason().isEmpty() ? streams : streams + ": " + profile.reason();
    }

    private static String count(int streams) {
        return streams + (streams == 1 ? " stream" : " streams");
    }

    private static String time(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}

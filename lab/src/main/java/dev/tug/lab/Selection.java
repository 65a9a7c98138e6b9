package dev.tug.lab;

import java.util.Optional;

/// Which bytes of an answer go out, and how the head speaks of them.
///
/// @param status of the response
/// @param first offset of the first byte in the content
/// @param length bytes that a correct response has
/// @param contentRange value of the header, if it is sent
record Selection(int status, long first, long length, Optional<String> contentRange) {
    /// Grants a single range as RFC 9110 14.2 asks, then lets the fault lie about it.
    static Selection of(LabRequest request, Answer answer, Distortion distortion) {
        var size = answer.body().size();
        var asked = asked(request, answer, distortion);
        if (asked.isEmpty()) {
            return new Selection(answer.status(), 0, size, Optional.empty());
        }
        var first =
                asked.get().first() < 0
                        ? Math.max(0, size + asked.get().first())
                        : asked.get().first();
        if (first >= size) {
            return new Selection(416, 0, 0, Optional.of("bytes */" + size));
        }
        var length = Math.min(asked.get().last(), size - 1) - first + 1;
        return lie(first, length, size, distortion);
    }

    private static Optional<LabRequest.Range> asked(
            LabRequest request, Answer answer, Distortion distortion) {
        if (!answer.ranged() || distortion.ignoresRange || !request.method().equals("GET")) {
            return Optional.empty();
        }
        var condition = request.header("If-Range");
        if (condition.isPresent() && !condition.get().equals(answer.headers().get("ETag"))) {
            return Optional.empty();
        }
        return request.header("Range").flatMap(RangeHeader::parse);
    }

    private static Selection lie(long first, long length, long size, Distortion distortion) {
        if (distortion.tells(Fault.RangeLie.OTHER_START)) {
            var other = first == 0 ? 1 : 0;
            var fitting = Math.min(length, size - other);
            return new Selection(206, other, fitting, contentRange(other, fitting, size));
        }
        if (distortion.tells(Fault.RangeLie.OTHER_TOTAL)) {
            return new Selection(206, first, length, contentRange(first, length, size + 1));
        }
        if (distortion.tells(Fault.RangeLie.NO_CONTENT_RANGE)) {
            return new Selection(206, first, length, Optional.empty());
        }
        var status = distortion.tells(Fault.RangeLie.OK_WITH_CONTENT_RANGE) ? 200 : 206;
        return new Selection(status, first, length, contentRange(first, length, size));
    }

    private static Optional<String> contentRange(long first, long length, long total) {
        return Optional.of("bytes " + first + "-" + (first + length - 1) + "/" + total);
    }
}

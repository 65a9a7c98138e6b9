package dev.tug.cli;

import dev.tug.failure.PullFailure;

/// What a user can do about a failure: one or more lines, each an action.
///
/// Advice lives here and in what else ends in `Hint` alone, a class for each kind of trouble, made from
/// the failure's type; the library only says what happened.
final class Hint {
    private static final String DEFAULT_REGISTRY = "registry.ollama.ai";

    private Hint() {}

    /// Advice for a pull of `model` that ended so.
    ///
    /// @param model as typed, for commands to copy
    static String of(PullFailure failure, String model) {
        return switch (failure) {
            case PullFailure.BadName _ ->
                    "write it as `model:tag`, `user/model:tag` or `host/user/model:tag`";
            case PullFailure.NotFound(var host, _) -> notFound(host);
            case PullFailure.Unauthorized(var host, _) -> unauthorized(host);
            case PullFailure.BadManifest(var host, _) ->
                    "check that `"
                            + model
                            + "` is a model and not an image or an index; if a proxy stands in"
                            + " between, look at what it answers: curl -v https://"
                            + host
                            + "/v2/";
            case PullFailure.Network(_, _, var cause) -> NetworkHint.of(cause, model);
            case PullFailure.Integrity(_, _, var culprit) -> NetworkHint.corrupt(culprit, model);
            case PullFailure.NoSpace(var path, var needed, var available) ->
                    StoreHint.noSpace(path, needed, available);
            case PullFailure.NotWritable(var path, _) -> StoreHint.notWritable(path, model);
            case PullFailure.Busy(_, var pid) ->
                    "wait until that pull is done, or end it"
                            + (pid > 0 ? " with `kill " + pid + "`" : "")
                            + "; what it has is kept";
            case PullFailure.Disk(var path, _) -> StoreHint.disk(path);
            case PullFailure.Interrupted _ -> "run the same command to go on";
        };
    }

    private static String notFound(String host) {
        return switch (host) {
            case DEFAULT_REGISTRY ->
                    "check name and tag at https://ollama.com/library; a user's model is"
                            + " `user/model:tag`";
            case "hf.co", "huggingface.co" ->
                    "check that https://huggingface.co/USER/MODEL exists and has that GGUF file;"
                            + " the tag is the quantisation, such as `:Q4_K_M`";
            default ->
                    isFolder(host)
                            ? "see `tug list` for what is there"
                            : "check name and tag with whoever runs " + host;
        };
    }

    /// Where a model was looked for is a store's folder or a host, which has no slashes.
    static boolean isFolder(String where) {
        return where.indexOf('/') >= 0 || where.indexOf('\\') >= 0;
    }

    private static String unauthorized(String host) {
        return switch (host) {
            case DEFAULT_REGISTRY ->
                    "a private model wants the public key ~/.ollama/id_ed25519.pub added at"
                            + " https://ollama.com/settings/keys; a misspelt name is also answered"
                            + " this way";
            case "hf.co", "huggingface.co" ->
                    "accept the model's licence on its page, then: tug pull --user NAME"
                            + " --password-stdin MODEL, with an access token as the password";
            default ->
                    "log in with `docker login "
                            + host
                            + "`, or use `--user NAME --password-stdin`";
        };
    }
}

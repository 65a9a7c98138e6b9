package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.TugConfig;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// What a human at a terminal is asked for, by one that says what a test wrote down.
final class ConsoleAskerTest {
    private static final String PROXY = "http://proxy:3128";

    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private final Deque<String> lines = new ArrayDeque<>();

    private final ConsoleAsker.Terminal terminal =
            new ConsoleAsker.Terminal() {
                @Override
                public @Nullable String line(String prompt) {
                    prompts.add("seen: " + prompt.strip());
                    return lines.poll();
                }

                @Override
                public char @Nullable [] secret(String prompt) {
                    prompts.add("hidden: " + prompt);
                    var line = lines.poll();
                    return line == null ? null : line.toCharArray();
                }
            };

    private final ConsoleAsker asker = new ConsoleAsker(() -> Optional.of(terminal));

    @Test
    void asks_for_a_name_and_a_password_that_is_not_shown() {
        lines.addAll(List.of(" me ", "a secret "));

        assertThat(asker.ask(PROXY, Optional.empty(), false))
                .contains(new TugConfig.Login("me", "a secret "));
        assertThat(prompts)
                .containsExactly(
                        "seen: User at the proxy http://proxy:3128:",
                        "hidden: Password of me at the proxy http://proxy:3128: ");
    }

    @Test
    void asks_for_the_password_alone_of_a_user_who_is_known() {
        lines.add("secret");

        assertThat(asker.ask(PROXY, Optional.of("100%me"), false))
                .contains(new TugConfig.Login("100%me", "secret"));
        assertThat(prompts)
                .containsExactly("hidden: Password of 100%me at the proxy http://proxy:3128: ");
    }

    @Test
    void says_that_the_first_one_was_refused() {
        lines.add("other");

        asker.ask(PROXY, Optional.of("me"), true);
        assertThat(prompts.getFirst()).startsWith("hidden: That login was refused");
    }

    @Test
    void who_says_nothing_has_no_login() {
        assertThat(asker.ask(PROXY, Optional.empty(), false)).isEmpty();
        assertThat(asker.ask(PROXY, Optional.of("me"), false)).isEmpty();
        lines.add("  ");
        assertThat(asker.ask(PROXY, Optional.empty(), false)).isEmpty();
    }

    @Test
    void where_there_is_no_terminal_nobody_is_asked() {
        assertThat(new ConsoleAsker(Optional::empty).ask(PROXY, Optional.of("me"), true)).isEmpty();
        assertThat(prompts).isEmpty();
    }

    @Test
    void a_question_that_nobody_answers_can_be_interrupted() {
        var never = new CountDownLatch(1);
        var silent =
                new ConsoleAsker.Terminal() {
                    @Override
                    public @Nullable String line(String prompt) {
                        try {
                            never.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return null;
                    }

                    @Override
                    public char @Nullable [] secret(String prompt) {
                        return null;
                    }
                };
        Thread.currentThread().interrupt();

        assertThat(new ConsoleAsker(() -> Optional.of(silent)).ask(PROXY, Optional.empty(), false))
                .isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        never.countDown();
    }
}

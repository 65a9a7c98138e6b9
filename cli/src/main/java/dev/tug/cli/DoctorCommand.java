package dev.tug.cli;

import dev.tug.PullException;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.failure.PullFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;

/// `tug doctor`.
@Command(
        name = "doctor",
        description = "Say what stands between this machine and its models, in 15 s")
final class DoctorCommand implements Callable<Integer> {
    private static final String STANDARD = "-";

    /// A log that somebody pastes.
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Mixin private final NetworkOptions network = new NetworkOptions();

    @Parameters(
            paramLabel = "NAME|HOST",
            arity = "0..1",
            description =
                    "A model, or a registry such as registry.example:5000 (else a small model of"
                            + " Ollama's registry)")
    private Optional<String> subject = Optional.empty();

    @Option(
            names = "--probe",
            description = "Also try how many streams hold: up to 16 connections, 20 s more")
    private boolean probe;

    @Option(
            names = "--ticket",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = STANDARD,
            preprocessor = Attached.class,
            description = "Write a text for IT, to stdout or with --ticket=FILE")
    private Optional<String> ticket = Optional.empty();

    @Option(
            names = "--explain",
            paramLabel = "LINE",
            description =
                    "Say what an error of Ollama, docker, curl, Python or Java means; - reads stdin")
    private Optional<String> line = Optional.empty();

    @Option(names = "--json", description = "One JSON document")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the verdict only")
    private boolean quiet;

    /// Takes a value only after `=`: what follows `--ticket` is the model, and no file of that name.
    static final class Attached implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                rest.push(STANDARD);
            }
            return false;
        }
    }

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws PullException {
        return line.isPresent() ? explain(line.get()) : examine();
    }

    private int explain(String text) {
        try (var lines = text.equals(STANDARD) ? pasted() : new StringReader(text)) {
            var found = Explanations.of(lines);
            print(json ? Json.pretty(ExplanationText.json(found)) : ExplanationText.of(found));
            return (found.known().isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK).code();
        } catch (IOException e) {
            throw new UsageException("cannot read standard input: " + e, "name the line itself");
        }
    }

    private Reader pasted() {
        return new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
    }

    private int examine() throws PullException {
        var patient = Patient.of(subject);
        var session =
                Session.open(surroundings, common.flags(network), network.login(surroundings.in()));
        var question = question(patient, session);
        var exit = surroundings.signals().watch(() -> {});
        try (var tug = session.tug()) {
            var diagnosis = tug.diagnose(question, this::tell);
            report(diagnosis, patient.words(), CurlLine.Ways.of(session.settings()));
            return exit.applyAsInt(code(diagnosis).code());
        } catch (PullException e) {
            var complaint = Complaint.of(e, patient.words(), "");
            complaint.print(surroundings.err(), common.isVerbose());
            return exit.applyAsInt(complaint.code().code());
        }
    }

    private Question question(Patient patient, Session session) {
        var where = OllamaAddress.of(session.settings().ollamaHost().value());
        var question =
                switch (patient) {
                    case Patient.Model(var name) -> Question.of(name);
                    case Patient.Registry(var host) -> Question.ofRegistry(host);
                };
        return (probe ? question.probing() : question).withOllama(where);
    }

    /// Checks as they are done: fifteen seconds are long to look at nothing.
    private void tell(Check check) {
        if (!json && !quiet && !isTicketOnStdout()) {
            print(DoctorText.line(check, subject.orElse("MODEL")));
        }
    }

    private void report(Diagnosis diagnosis, String model, CurlLine.Ways ways) {
        if (json) {
            print(DoctorText.json(diagnosis, model));
        } else if (!isTicketOnStdout()) {
            print((quiet ? "" : "\n") + DoctorText.verdict(diagnosis, model));
        }
        if (ticket.isPresent()) {
            write(Ticket.of(diagnosis, ways));
        }
    }

    private boolean isTicketOnStdout() {
        return ticket.filter(STANDARD::equals).isPresent();
    }

    private void write(String text) {
        if (isTicketOnStdout()) {
            if (!json) {
                print(text);
            }
            return;
        }
        var file = Path.of(ticket.orElseThrow());
        try {
            var _ = Files.writeString(file, text + "\n");
            surroundings.err().println("ticket: " + file);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write " + file + ": " + why(e), "name a file that can be written");
        }
    }

    private static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            default -> Objects.requireNonNullElse(e.getMessage(), "the disk fails");
        };
    }

    private static ExitCode code(Diagnosis diagnosis) {
        Optional<PullFailure> failure = diagnosis.conclusion().failure();
        return failure.map(ExitCode::of).orElse(ExitCode.OK);
    }

    private void print(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }
}

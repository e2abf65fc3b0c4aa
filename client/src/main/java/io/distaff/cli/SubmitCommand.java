package io.distaff.cli;

import io.distaff.concurrent.Clock;
import io.distaff.driver.ApplicationSpec;
import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;
import io.distaff.submit.Submission.Linked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a program: its main() in the ApplicationMaster, or in this JVM with a local master. */
final class SubmitCommand implements Command {
  private static final CommandOption CLASS =
      CommandOption.of("class", "CLASS", "The class with main(); else the jar's Main-Class.");
  private static final CommandOption JARS =
      CommandOption.of("jars", "A,B", "More jars for the program's class path.");
  private static final CommandOption FILES =
      CommandOption.of(
          "files", "A,B", "Files for every container's working directory; path#name renames.");
  private static final CommandOption ARCHIVES =
      CommandOption.of("archives", "A,B", "As --files, unpacked there.");
  private static final CommandOption DETACH =
      CommandOption.flag(
          "detach", "Prints the application's id and ends; the application goes on.");
  private static final CommandOption STATUS =
      CommandOption.of("status", "ID", "Prints how an application stands; nothing is submitted.");
  private static final CommandOption KILL =
      CommandOption.of("kill", "ID", "Ends an application; nothing is submitted.");

  @Override
  public String name() {
    return "submit";
  }

  @Override
  public String summary() {
    return "Runs a program on the cluster, or in this process.";
  }

  @Override
  public String syntax() {
    return "[options] app.jar [arguments]  |  --status ID  |  --kill ID";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(CLASS)
        .plus(LaunchOptions.TABLE)
        .plus(OptionTable.of(JARS, FILES, ARCHIVES, DETACH, STATUS, KILL));
  }

  @Override
  public ParsedArguments.Words words() {
    return ParsedArguments.Words.OPTIONS_FIRST;
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    if (arguments.has(STATUS.key()) || arguments.has(KILL.key())) {
      return ask(arguments, problems, console);
    }
    LaunchSettings settings = LaunchSettings.of(arguments, problems, console);
    Program program = Program.of(arguments, problems);
    if (settings.master().isLocal() && arguments.has(DETACH.key())) {
      problems.add("--detach needs --master yarn: in local mode the program runs in this process");
    }
    problems.throwIfAny();

    LaunchSettings named = settings.named(program.mainClass());
    if (named.master().isLocal()) {
      if (arguments.has(FILES.key()) || arguments.has(ARCHIVES.key())) {
        console
            .err()
            .println(
                "local mode: the program runs in this directory; --files and --archives put nothing"
                    + " there");
      }
      LocalProgram.run(named.config(), program.jars(), program.mainClass(), program.arguments());
      return ExitCode.OK;
    }
    return runOnYarn(named, program, arguments, console);
  }

  /**
   * What is to be run.
   *
   * @param jars the program's own first
   */
  private record Program(
      String mainClass,
      List<Path> jars,
      List<Linked> files,
      List<Linked> archives,
      List<String> arguments) {
    static Program of(ParsedArguments given, Problems problems) {
      List<Linked> files = LocalFiles.linked(FILES, given, problems);
      List<Linked> archives = LocalFiles.archives(ARCHIVES, given, problems);
      List<Path> jars = new ArrayList<>();
      String mainClass = null;
      if (!given.rest().isEmpty()) {
        Path jar = Path.of(given.rest().get(0)).toAbsolutePath().normalize();
        jars.add(LocalFiles.readable("the program's jar", given.rest().get(0), problems));
        for (String item : given.items(JARS.key())) {
          jars.add(LocalFiles.readable("--jars", item, problems));
        }
        if (problems.isEmpty()) {
          mainClass = mainClass(given.value(CLASS.key()), jar, jars, problems);
        }
      } else {
        problems.add("no program: give its jar after the options");
      }
      ContainerNames names = new ContainerNames(problems);
      names.add("the program's jar or --jars", jars.stream().map(Linked::ofItsOwnName).toList());
      names.add(FILES.dashed(), files);
      names.add(ARCHIVES.dashed(), archives);
      return new Program(
          mainClass,
          jars,
          files,
          archives,
          given.rest().isEmpty() ? List.of() : given.rest().subList(1, given.rest().size()));
    }

    private static String mainClass(
        Optional<String> named, Path jar, List<Path> jars, Problems problems) {
      try {
        Optional<String> name = named.isPresent() ? named : ProgramJar.mainClassOfManifest(jar);
        if (name.isEmpty()) {
          problems.add("--class is not given, and the manifest of " + jar + " has no Main-Class");
          return null;
        }
        ProgramJar.problem(name.get(), jars).ifPresent(problems::add);
        return name.get();
      } catch (IOException e) {
        problems.add("can't read the program's jars: " + jar + ": " + Reason.of(e));
        return null;
      }
    }
  }

  private static int runOnYarn(
      LaunchSettings settings, Program program, ParsedArguments arguments, Console console)
      throws InterruptedException {
    Submission submission =
        new Submission(
            ApplicationSpec.Mode.PROGRAM,
            settings.name(),
            program.mainClass(),
            program.jars(),
            program.files(),
            program.archives(),
            program.arguments(),
            settings.config(),
            settings.hadoopConfiguration(),
            Submission.NO_CHECK);
    ApplicationConsole listener =
        new ApplicationConsole(console, ApplicationConsole.Detail.EVERYTHING, Clock.system());
    try (HadoopCluster cluster = HadoopCluster.connect(settings.hadoopConfiguration());
        YarnApplication application = YarnApplication.submit(cluster, submission, listener)) {
      if (arguments.has(DETACH.key())) {
        console.out().println(application.id());
        return ExitCode.OK;
      }
      ApplicationMonitor.Outcome outcome = application.monitor().awaitEnd();
      listener.clearLine();
      if (outcome.exitCode() != 0 || arguments.has(LaunchOptions.VERBOSE.key())) {
        console.err().println("tracking URL: " + outcome.report().getTrackingUrl());
        console.err().println("logs: distaff logs " + application.id());
      }
      if (outcome.exitCode() != 0) {
        console.error(application.id() + " failed: " + outcome.diagnostics().strip());
      }
      return outcome.exitCode();
    }
  }

  private static int ask(ParsedArguments arguments, Problems problems, Console console) {
    Path hadoop = console.hadoopConfiguration().orElse(null);
    arguments.refuseRest(problems);
    if (arguments.has(STATUS.key()) && arguments.has(KILL.key())) {
      problems.add("--status and --kill can't be given together");
    }
    for (ParsedArguments.Given given : arguments.given()) {
      CommandOption option = given.option();
      if (!option.equals(STATUS) && !option.equals(KILL) && !option.equals(LaunchOptions.VERBOSE)) {
        problems.add(option.dashed() + " can't be given with --status or --kill");
      }
    }
    Optional<String> status = arguments.value(STATUS.key());
    String id = status.or(() -> arguments.value(KILL.key())).orElseThrow();
    return status.isPresent()
        ? YarnQuestions.status(id, hadoop, problems, console)
        : YarnQuestions.kill(id, hadoop, problems, console);
  }
}

package io.distaff.submit;

/** What a Hadoop service says of an error, without the stack trace that it sends along. */
final class RemoteError {
  private RemoteError() {}

  /** One line, never null. */
  static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("no reason given");
  }
}

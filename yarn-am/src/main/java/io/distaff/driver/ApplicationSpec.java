package io.distaff.driver;

import io.distaff.cluster.yarn.RuntimeLayout;
import io.distaff.codec.RecordCodec;
import java.util.List;
import java.util.Map;

/**
 * What an ApplicationMaster is to do, as the client that submitted it wrote it down. Holds no
 * secrets.
 *
 * @param mode what runs in the driver
 * @param mainClass of the user's program; null in mode SESSION
 * @param userJars links in the working directory: the program's jar first, then those of {@code
 *     --jars}
 * @param arguments of the user's program
 * @param settings every {@code distaff.} setting
 * @param containerFiles what every container gets in its working directory
 * @param stagingDirectory that the driver deletes when the application has ended
 */
public record ApplicationSpec(
    Mode mode,
    String name,
    String mainClass,
    List<String> userJars,
    List<String> arguments,
    Map<String, String> settings,
    RuntimeLayout runtime,
    String stagingDirectory,
    List<ContainerFile> containerFiles) {

  /** What runs in the driver. */
  public enum Mode {
    /** The user's main(). */
    PROGRAM,
    /** Statements that a client sends, until it leaves. */
    SESSION
  }

  /**
   * A file on the cluster that YARN puts into containers.
   *
   * @param unpacked whether it is an archive
   * @param visibility PUBLIC, PRIVATE or APPLICATION, as YARN means them
   */
  public record ContainerFile(
      String link,
      String url,
      boolean unpacked,
      String visibility,
      long sizeBytes,
      long modificationMillis) {}

  /** The link by which a container finds the file. */
  public static final String LINK = "application.json";

  /**
   * The name, in the application's credentials, of the secret that authenticates its connections.
   */
  public static final String SECRET_ALIAS = "distaff.transport.secret";

  public byte[] encode() {
    return RecordCodec.json().encode(ApplicationSpec.class, this);
  }

  public static ApplicationSpec decode(byte[] json) {
    return RecordCodec.json().decode(ApplicationSpec.class, json);
  }
}

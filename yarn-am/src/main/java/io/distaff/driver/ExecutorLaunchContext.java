package io.distaff.driver;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.yarn.YarnBackend;
import io.distaff.config.DistaffConfig;
import io.distaff.executor.ExecutorMain;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;

/** What executor containers are launched with, made of what the driver's own container was. */
final class ExecutorLaunchContext {
  private static final String USER_VARIABLE = "HADOOP_USER_NAME";
  private static final String JAVA_HOME_VARIABLE = "JAVA_HOME";

  private ExecutorLaunchContext() {}

  /**
   * The launch of every executor.
   *
   * @param environment of the driver's container
   * @param credentials of the driver's container
   */
  static YarnBackend.Launch of(
      ApplicationSpec spec, Map<String, String> environment, Credentials credentials)
      throws IOException {
    Map<String, LocalResource> resources = new LinkedHashMap<>();
    for (ApplicationSpec.ContainerFile file : spec.containerFiles()) {
      resources.put(
          file.link(),
          LocalResource.newInstance(
              URL.fromURI(URI.create(file.url())),
              file.unpacked() ? LocalResourceType.ARCHIVE : LocalResourceType.FILE,
              LocalResourceVisibility.valueOf(file.visibility()),
              file.sizeBytes(),
              file.modificationMillis()));
    }
    Map<String, String> variables = new LinkedHashMap<>();
    if (environment.containsKey(USER_VARIABLE)) {
      variables.put(USER_VARIABLE, environment.get(USER_VARIABLE));
    }
    if (!spec.userJars().isEmpty()) {
      variables.put(ExecutorMain.PROGRAM_JARS, String.join(",", spec.userJars()));
    }
    DistaffConfig.of(spec.settings())
        .optional(ClusterOptions.JAVA_HOME)
        .ifPresent(javaHome -> variables.put(JAVA_HOME_VARIABLE, javaHome));
    return new YarnBackend.Launch(
        spec.runtime(),
        resources,
        variables,
        environment.getOrDefault("USER", ""),
        tokens(credentials));
  }

  /** The driver's credentials without the token that lets it speak to the ResourceManager. */
  private static ByteBuffer tokens(Credentials own) throws IOException {
    Credentials credentials = new Credentials();
    for (Map.Entry<org.apache.hadoop.io.Text, Token<?>> token : own.getTokenMap().entrySet()) {
      if (!token.getValue().getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
        credentials.addToken(token.getKey(), token.getValue());
      }
    }
    for (org.apache.hadoop.io.Text alias : own.getAllSecretKeys()) {
      credentials.addSecretKey(alias, own.getSecretKey(alias));
    }
    DataOutputBuffer out = new DataOutputBuffer();
    credentials.writeTokenStorageToStream(out);
    return ByteBuffer.wrap(out.getData(), 0, out.getLength());
  }
}

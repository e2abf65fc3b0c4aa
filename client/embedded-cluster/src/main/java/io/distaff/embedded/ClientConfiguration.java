package io.distaff.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The configuration files by which any Hadoop client finds this cluster: only the keys that differ
 * from Hadoop's defaults and concern a client. Stateless.
 */
final class ClientConfiguration {
  private final ClusterOptions options;

  ClientConfiguration(ClusterOptions options) {
    this.options = options;
  }

  /**
   * Writes {@code conf/}.
   *
   * @param fileSystem URI of the NameNode
   * @param yarn value of a key in the configuration of the running YARN daemons
   * @return the directory
   */
  Path write(String fileSystem, UnaryOperator<String> yarn) throws IOException {
    Path directory = options.directory().resolve("conf");
    Files.createDirectories(directory);

    Map<String, String> core = new LinkedHashMap<>();
    core.put("fs.defaultFS", fileSystem);
    core.put("hadoop.tmp.dir", options.directory().resolve("client-tmp").toString());
    core.put("hadoop.user.group.static.mapping.overrides", HdfsDaemons.groups());
    // A cluster that is gone is told in seconds.
    core.put("ipc.client.connect.max.retries", "5");
    core.put("ipc.client.connect.retry.interval", "500");

    Map<String, String> hdfs = new LinkedHashMap<>();
    hdfs.put("dfs.replication", Integer.toString(HdfsDaemons.replication(options)));

    hdfs.putAll(HdfsDaemons.RETRIES);

    Map<String, String> resources = new LinkedHashMap<>();
    resources.put("yarn.resourcemanager.hostname", "localhost");
    for (String key :
        new String[] {
          "yarn.resourcemanager.address",
          "yarn.resourcemanager.scheduler.address",
          "yarn.resourcemanager.resource-tracker.address",
          "yarn.resourcemanager.admin.address",
          "yarn.resourcemanager.webapp.address",
          "yarn.scheduler.minimum-allocation-mb",
          "yarn.scheduler.maximum-allocation-mb",
          "yarn.scheduler.maximum-allocation-vcores",
          "yarn.log-aggregation-enable",
          "yarn.nodemanager.remote-app-log-dir",
          "yarn.resourcemanager.connect.retry-interval.ms",
        }) {
      resources.put(key, yarn.apply(key));
    }
    resources.put("yarn.resourcemanager.connect.max-wait.ms", "20000");
    resources.put("yarn.client.nodemanager-connect.retry-interval-ms", "500");
    resources.put("yarn.client.nodemanager-connect.max-wait-ms", "10000");
    resources.put("yarn.client.application-client-protocol.poll-interval-ms", "50");
    // There is no Hadoop installation on the nodes: applications bring their own jars.
    resources.put("yarn.application.classpath", "$HADOOP_CONF_DIR");

    Map<String, String> mapReduce = new LinkedHashMap<>();
    mapReduce.put("mapreduce.framework.name", "yarn");

    resources.putAll(options.settings());
    write(directory.resolve("core-site.xml"), core);
    write(directory.resolve("hdfs-site.xml"), hdfs);
    write(directory.resolve("yarn-site.xml"), resources);
    write(directory.resolve("mapred-site.xml"), mapReduce);
    return directory;
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
    settings.forEach(
        (key, value) ->
            xml.append("  <property><name>")
                .append(escape(key))
                .append("</name><value>")
                .append(escape(value))
                .append("</value></property>\n"));
    Files.writeString(file, xml.append("</configuration>\n"), StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

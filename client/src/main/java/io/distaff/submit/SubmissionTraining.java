package io.distaff.submit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a class-data archive: loads the classes that a submission needs, by asking services of this
 * machine that aren't there, and by name where only an answer would lead to them. Stateless.
 */
public final class SubmissionTraining {
  private static final Logger log = LoggerFactory.getLogger(SubmissionTraining.class);

  /** What a file system's and a ResourceManager's answers, and writing a file, lead to. */
  private static final List<String> ANSWERED =
      List.of(
          "org.apache.hadoop.hdfs.DFSOutputStream",
          "org.apache.hadoop.hdfs.DFSPacket",
          "org.apache.hadoop.hdfs.DataStreamer",
          "org.apache.hadoop.hdfs.client.HdfsDataOutputStream",
          "org.apache.hadoop.hdfs.protocol.HdfsLocatedFileStatus",
          "org.apache.hadoop.hdfs.protocol.LocatedBlocks",
          "org.apache.hadoop.hdfs.protocol.datatransfer.PacketHeader",
          "org.apache.hadoop.hdfs.protocol.datatransfer.PipelineAck",
          "org.apache.hadoop.hdfs.protocol.datatransfer.Sender",
          "org.apache.hadoop.hdfs.protocol.proto.DataTransferProtos",
          "org.apache.hadoop.hdfs.protocol.proto.HdfsProtos",
          "org.apache.hadoop.hdfs.protocolPB.PBHelperClient",
          "org.apache.hadoop.ipc.RpcWritable",
          "org.apache.hadoop.ipc.protobuf.IpcConnectionContextProtos",
          "org.apache.hadoop.ipc.protobuf.RpcHeaderProtos",
          "org.apache.hadoop.security.SaslRpcClient",
          "org.apache.hadoop.yarn.api.records.impl.pb.ApplicationReportPBImpl",
          "org.apache.hadoop.yarn.api.records.impl.pb.ApplicationSubmissionContextPBImpl",
          "org.apache.hadoop.yarn.api.records.impl.pb.ContainerLaunchContextPBImpl",
          "org.apache.hadoop.yarn.api.records.impl.pb.LocalResourcePBImpl",
          "org.apache.hadoop.yarn.api.records.impl.pb.LogAggregationContextPBImpl",
          "org.apache.hadoop.yarn.api.records.impl.pb.QueueInfoPBImpl",
          "org.apache.hadoop.yarn.proto.YarnProtos",
          "org.apache.hadoop.yarn.proto.YarnServiceProtos",
          YarnSubmitter.class.getName(),
          RuntimeArchive.class.getName(),
          StagingDirectory.class.getName(),
          ApplicationMonitor.class.getName());

  private SubmissionTraining() {}

  private interface Question {
    void ask() throws IOException, YarnException;
  }

  public static void run() throws IOException {
    String address;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + closed.getLocalPort();
    }
    Configuration configuration = new YarnConfiguration();
    configuration.set(YarnConfiguration.RM_ADDRESS, address);
    configuration.set(FileSystem.FS_DEFAULT_NAME_KEY, "hdfs://" + address);
    configuration.setInt("ipc.client.connect.max.retries", 0);
    configuration.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 1);
    configuration.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 1);
    try (YarnClient yarn = YarnClient.createYarnClient();
        FileSystem fileSystem = FileSystem.newInstance(configuration)) {
      yarn.init(configuration);
      yarn.start();
      ask(yarn::getYarnClusterMetrics);
      ask(yarn::createApplication);
      ask(() -> yarn.getQueueInfo("default"));
      ask(() -> yarn.getApplicationReport(ApplicationId.newInstance(1, 1)));
      Path file = new Path("/training");
      ask(() -> fileSystem.getFileStatus(file));
      ask(() -> fileSystem.mkdirs(file));
      ask(() -> fileSystem.create(file).close());
      ask(() -> fileSystem.delete(file, true));
    }
    for (String name : ANSWERED) {
      load(name);
    }
  }

  private static void ask(Question question) {
    try {
      question.ask();
    } catch (IOException | YarnException e) {
      log.debug("nobody answers, as expected", e);
    }
  }

  /** With its nested classes: messages are those of a file of messages. */
  private static void load(String name) {
    try {
      for (Class<?> nested : Class.forName(name).getDeclaredClasses()) {
        Class<?> unused = Class.forName(nested.getName());
      }
    } catch (ClassNotFoundException e) {
      log.debug("another version of Hadoop: no {}", name, e);
    }
  }
}

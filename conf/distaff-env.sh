# Sourced by bin/distaff before it starts a JVM. What stands here goes over the caller's environment.

# The JDK, of version 17 or newer; else the java on the PATH.
# export JAVA_HOME=/usr/lib/jvm/java-17-openjdk

# The directory with core-site.xml and yarn-site.xml of the cluster to use.
# export HADOOP_CONF_DIR=/etc/hadoop/conf

# More options for the JVM of the command line, separated by spaces.
# export DISTAFF_JAVA_OPTS="-Djava.security.krb5.conf=/etc/krb5.conf"

# Set to keep bin/distaff from writing a class-data archive to lib/ on first use.
# export DISTAFF_NO_CLASS_DATA_ARCHIVE=1

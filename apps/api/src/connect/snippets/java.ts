import type { SnippetSource } from './snippet-source';

const APPLICATION = `import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;

public final class App {
    private static final String METADATA = "org.hyperledger.fabric:GetMetadata";

    public static void main(final String[] arguments) throws Exception {
        boolean submit = arguments.length > 1 && "submit".equals(arguments[0]);
        String name = arguments.length > 1 ? arguments[1] : METADATA;
        String[] args = arguments.length > 2 ? Arrays.copyOfRange(arguments, 2, arguments.length) : new String[0];

        ManagedChannel channel = connection();
        try (Reader certificate = onlyFile("CERT_DIRECTORY_PATH"); Reader key = onlyFile("KEY_DIRECTORY_PATH")) {
            Gateway.Builder builder = Gateway.newInstance()
                    .identity(new X509Identity(setting("MSP_ID"), Identities.readX509Certificate(certificate)))
                    .signer(Signers.newPrivateKeySigner(Identities.readPrivateKey(key)))
                    .hash(Hash.SHA256)
                    .connection(channel);
            try (Gateway gateway = builder.connect()) {
                Contract contract = gateway.getNetwork(setting("CHANNEL_NAME")).getContract(setting("CHAINCODE_NAME"));
                byte[] result = submit
                        ? contract.submitTransaction(name, args)
                        : contract.evaluateTransaction(name, args);
                System.out.println(new String(result, StandardCharsets.UTF_8));
            }
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static ManagedChannel connection() throws IOException {
        Path roots = Path.of(setting("TLS_CERT_PATH"));
        return Grpc.newChannelBuilder(
                        setting("PEER_ENDPOINT"),
                        TlsChannelCredentials.newBuilder().trustManager(roots.toFile()).build())
                .overrideAuthority(setting("PEER_HOST_ALIAS"))
                .build();
    }

    private static Reader onlyFile(final String setting) throws IOException {
        try (var files = Files.list(Path.of(setting(setting)))) {
            return Files.newBufferedReader(files.findFirst().orElseThrow());
        }
    }

    private static String setting(final String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(
                    name + " is not set: run \\". ./application.env\\" in the folder of the archive");
        }
        return value;
    }

    private App() {
    }
}
`;

const PROJECT = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>application</groupId>
  <artifactId>application</artifactId>
  <version>1.0.0</version>
  <properties>
    <maven.compiler.release>11</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>com.google.protobuf</groupId>
        <artifactId>protobuf-bom</artifactId>
        <version>4.33.0</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
      <dependency>
        <groupId>io.grpc</groupId>
        <artifactId>grpc-bom</artifactId>
        <version>1.76.0</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>org.hyperledger.fabric</groupId>
      <artifactId>fabric-gateway</artifactId>
      <version>1.10.0</version>
    </dependency>
    <dependency>
      <groupId>io.grpc</groupId>
      <artifactId>grpc-netty-shaded</artifactId>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.13.0</version>
      </plugin>
      <plugin>
        <groupId>org.codehaus.mojo</groupId>
        <artifactId>exec-maven-plugin</artifactId>
        <version>3.5.0</version>
        <configuration>
          <mainClass>App</mainClass>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;

/** An application with Fabric's client for Java. */
export const javaSnippet: SnippetSource = {
  language: 'java',
  path: 'java/src/main/java/App.java',
  files: { 'java/src/main/java/App.java': APPLICATION, 'java/pom.xml': PROJECT },
  run: 'cd java && mvn -q compile\nmvn -q exec:java -Dexec.args="evaluate org.hyperledger.fabric:GetMetadata"',
};

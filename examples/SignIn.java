import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The same over TLS: java SignIn.java https://HOST:PORT KEY-FILE USERNAME ADDRESS, the password on standard input. */
class SignIn {
    public static void main(String[] given) throws Exception {
        String key = Files.readString(Path.of(given[1])).strip();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String said = "{\"username\": %s, \"password\": %s, \"address\": %s}"
                .formatted(quoted(given[2]), quoted(input.readLine()), quoted(given[3]));
        HttpRequest request = HttpRequest.newBuilder(URI.create(given[0] + "/v1/sign-in"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(said))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        // JSON: at 200 the person, permissions and the session's token; at 403 and 429 a text for the user.
        new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8).println(answer.body());
        System.exit(switch (answer.statusCode()) { case 200 -> 0; case 403, 429 -> 1; default -> 3; });
    }

    /** A text as JSON has it. */
    static String quoted(String text) {
        var written = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each < ' ' || each == '"' || each == '\\') written.append("\\u%04x".formatted(each));
            else written.append((char) each);
        });
        return written.append('"').toString();
    }
}

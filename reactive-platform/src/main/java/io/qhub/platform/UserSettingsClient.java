package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.user.CurrentUserDto;
import io.qhub.platform.model.user.UpdateCurrentUserRequest;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The current user: name, e-mail address, profile image.
 *
 * <p>All calls are retried.
 */
public final class UserSettingsClient {

    static final Operations OPERATIONS = Operations.of("user.userSettings");

    static final Operation<CurrentUserDto> GET_CURRENT_USER = OPERATIONS
            .get("getCurrentUser", "/user-settings")
            .unscoped()
            .inferred()
            .answers(CurrentUserDto.class);
    static final Operation<CurrentUserDto> UPDATE_CURRENT_USER = OPERATIONS
            .put("updateCurrentUser", "/user-settings")
            .unscoped()
            .body(UpdateCurrentUserRequest.class)
            .designed()
            .answers(CurrentUserDto.class);
    static final Operation<DataBuffer> GET_PROFILE_IMAGE = OPERATIONS
            .get("getProfileImage", "/user-settings/profile-image")
            .unscoped()
            .designed()
            .streams();
    static final Operation<Void> UPLOAD_PROFILE_IMAGE = OPERATIONS
            .put("uploadProfileImage", "/user-settings/profile-image")
            .unscoped()
            .parts("file")
            .designed()
            .answersNothing();
    static final Operation<Void> DELETE_PROFILE_IMAGE = OPERATIONS
            .delete("deleteProfileImage", "/user-settings/profile-image")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    UserSettingsClient(HubHttp http) {
        this.http = http;
    }

    /** The user whose token makes the call. {@code GET /user-settings}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high for the name, the path is designed")
    public Mono<CurrentUserDto> getCurrentUser() {
        return http.call(GET_CURRENT_USER);
    }

    /** Changes the current user. {@code PUT /user-settings}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<CurrentUserDto> updateCurrentUser(UpdateCurrentUserRequest request) {
        return http.request(UPDATE_CURRENT_USER)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * The profile image of the current user. {@code GET /user-settings/profile-image}; retried until the answer's head
     * has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Flux<DataBuffer> getProfileImage() {
        return http.stream(GET_PROFILE_IMAGE);
    }

    /**
     * The profile image of the current user, into a file. {@code GET /user-settings/profile-image}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadProfileImage(Path target) {
        return downloadProfileImage(target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadProfileImage(Path target, DownloadOptions options) {
        return http.request(GET_PROFILE_IMAGE).toFile(target, options);
    }

    /**
     * Replaces the profile image of the current user. {@code PUT /user-settings/profile-image}; retried.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is.
     *
     * @param file the image; its media type is sent along
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<Void> uploadProfileImage(Uploads.Source file) {
        return http.request(UPLOAD_PROFILE_IMAGE)
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<Void> uploadProfileImage(Path file) {
        return uploadProfileImage(Uploads.fromPath(file));
    }

    /** Deletes the profile image of the current user. {@code DELETE /user-settings/profile-image}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<Void> deleteProfileImage() {
        return http.call(DELETE_PROFILE_IMAGE);
    }
}

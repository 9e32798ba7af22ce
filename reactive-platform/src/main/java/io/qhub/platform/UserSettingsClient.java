package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.user.CurrentUserDto;
import io.qhub.platform.model.user.UpdateCurrentUserRequest;
import java.nio.file.Path;
import java.util.List;
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

    static final Operation GET_CURRENT_USER = Operation.get("user.userSettings.getCurrentUser", "/user-settings")
            .unscoped()
            .returns(CurrentUserDto.class)
            .inferred();
    static final Operation UPDATE_CURRENT_USER = Operation.put("user.userSettings.updateCurrentUser", "/user-settings")
            .unscoped()
            .body(UpdateCurrentUserRequest.class)
            .returns(CurrentUserDto.class)
            .designed();
    static final Operation GET_PROFILE_IMAGE = Operation.get(
                    "user.userSettings.getProfileImage", "/user-settings/profile-image")
            .unscoped()
            .returnsBytes()
            .designed();
    static final Operation UPLOAD_PROFILE_IMAGE = Operation.put(
                    "user.userSettings.uploadProfileImage", "/user-settings/profile-image")
            .unscoped()
            .parts("file")
            .designed();
    static final Operation DELETE_PROFILE_IMAGE = Operation.delete(
                    "user.userSettings.deleteProfileImage", "/user-settings/profile-image")
            .unscoped()
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_CURRENT_USER, UPDATE_CURRENT_USER, GET_PROFILE_IMAGE, UPLOAD_PROFILE_IMAGE, DELETE_PROFILE_IMAGE);

    private final HubHttp http;

    UserSettingsClient(HubHttp http) {
        this.http = http;
    }

    /** The user whose token makes the call. {@code GET /user-settings}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high for the name, the path is designed")
    public Mono<CurrentUserDto> getCurrentUser() {
        return http.call(GET_CURRENT_USER).to(CurrentUserDto.class);
    }

    /** Changes the current user. {@code PUT /user-settings}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<CurrentUserDto> updateCurrentUser(UpdateCurrentUserRequest request) {
        return http.call(UPDATE_CURRENT_USER)
                .body(Objects.requireNonNull(request, "request"))
                .to(CurrentUserDto.class);
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
        return http.call(GET_PROFILE_IMAGE).toStream();
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
        return http.call(GET_PROFILE_IMAGE).toFile(target, options);
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
        return http.call(UPLOAD_PROFILE_IMAGE)
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .toNothing();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<Void> uploadProfileImage(Path file) {
        return uploadProfileImage(Uploads.fromPath(file));
    }

    /** Deletes the profile image of the current user. {@code DELETE /user-settings/profile-image}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<Void> deleteProfileImage() {
        return http.call(DELETE_PROFILE_IMAGE).toNothing();
    }
}

package io.qhub.microservice;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The application's own settings.
 *
 * @param databaseFile the embedded database, where {@code spring.r2dbc.url} names no PostgreSQL; suffixes are added
 * @param embeddedHub whether the Hub ends with this process and forgets its jobs, so that they begin anew with the next one
 * @param submissionWait how long a POST waits for the Hub's answer before it answers by itself; the submission goes on
 * @param consumerPatience how long a consumer of a result may take nothing before it is given up
 * @param settleTime how long a job is looked for whose submission has an unknown outcome
 * @param lease for how long this process keeps the circuits that it works on if it dies
 * @param claimPause how often it looks for circuits that nobody works on
 * @param outstanding how many circuits it works on at most
 */
@ConfigurationProperties("microservice")
record MicroserviceProperties(
        @DefaultValue("qhub-microservice/circuits") Path databaseFile,
        @DefaultValue("false") boolean embeddedHub,
        @DefaultValue("10s") Duration submissionWait,
        @DefaultValue("60s") Duration consumerPatience,
        @DefaultValue("60s") Duration settleTime,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration claimPause,
        @DefaultValue("10000") int outstanding) {}

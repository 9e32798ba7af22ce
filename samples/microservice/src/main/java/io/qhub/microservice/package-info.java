/** Circuits over HTTP: a Spring Boot application that submits them to the Hub, for several tenants, and survives its restart. */
@NullMarked
package io.qhub.microservice;

import org.jspecify.annotations.NullMarked;

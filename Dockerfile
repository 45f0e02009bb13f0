# One image for every role, selected by FLEETLINE_ROLES. It contains the output of `./mvnw package`; scripts/images runs both steps.
# The base image must have a Java 25 run-time and bash.
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE} AS plain

# A fixed number, so that files and limits on the host can refer to it.
RUN echo 'fleetline:x:10001:' >>/etc/group && echo 'fleetline:x:10001:10001:Fleetline:/tmp:/usr/sbin/nologin' >>/etc/passwd
ENV LANG=C.UTF-8

# Rarely changing layers come first: a release with the same dependencies ships only the layers below.
COPY target/quarkus-app/lib /app/lib
COPY scripts/lib/fleetline.jvm docker/healthy /app/
COPY target/quarkus-app/quarkus-run.jar /app/
COPY target/quarkus-app/quarkus /app/quarkus
COPY target/quarkus-app/app /app/app

USER 10001:10001
WORKDIR /tmp
EXPOSE 8890
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["/app/healthy"]
# The heap follows the container's memory limit; the rest is for classes, threads and buffers.
ENTRYPOINT ["java", "@/app/fleetline.jvm", "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/quarkus-run.jar"]
CMD ["serve"]

# The same with a fast start: with the AOT cache from a run of the image above (scripts/aot-cache --image).
FROM plain AS quick
COPY target/fleetline-image.aot /app/fleetline.aot
ENTRYPOINT ["java", "@/app/fleetline.jvm", "-XX:AOTCache=/app/fleetline.aot", "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/quarkus-run.jar"]
CMD ["serve"]

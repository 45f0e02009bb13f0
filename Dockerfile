# One image for every role: FLEETLINE_ROLES says which. It takes what `./mvnw package` made; scripts/images does all of it.
# The base brings a Java 25 run-time and bash.
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE} AS plain

# A number of our own, so that files and limits on the host can name it.
RUN echo 'fleetline:x:10001:' >>/etc/group && echo 'fleetline:x:10001:10001:Fleetline:/tmp:/usr/sbin/nologin' >>/etc/passwd
ENV LANG=C.UTF-8

# What changes seldom comes first: a release with the same dependencies ships the layers below only.
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

# The same, starting quickly: with what the JVM learnt in a run of the image above (scripts/aot-cache --image).
FROM plain AS quick
COPY target/fleetline-image.aot /app/fleetline.aot
ENTRYPOINT ["java", "@/app/fleetline.jvm", "-XX:AOTCache=/app/fleetline.aot", "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/quarkus-run.jar"]
CMD ["serve"]

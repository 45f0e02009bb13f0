# One image for every role: FLEETLINE_ROLES says which. It takes what `./mvnw package` made:
#   docker build -t fleetline .
# The base brings a Java 25 run-time and bash.
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}

# A number of our own, so that files and limits on the host can name it.
RUN echo 'fleetline:x:10001:' >>/etc/group && echo 'fleetline:x:10001:10001:Fleetline:/tmp:/usr/sbin/nologin' >>/etc/passwd
ENV LANG=C.UTF-8

# What changes seldom comes first: a release with the same dependencies ships the last layers only, about 2 MB.
COPY target/quarkus-app/lib /opt/fleetline/lib
COPY docker/healthy docker/jvm.options /opt/fleetline/
COPY target/quarkus-app/quarkus-run.jar /opt/fleetline/
COPY target/quarkus-app/quarkus /opt/fleetline/quarkus
COPY target/quarkus-app/app /opt/fleetline/app

USER 10001:10001
WORKDIR /tmp
EXPOSE 8890
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["/opt/fleetline/healthy"]
ENTRYPOINT ["java", "@/opt/fleetline/jvm.options", "-jar", "/opt/fleetline/quarkus-run.jar"]
CMD ["serve"]

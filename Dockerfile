# The gateway as a container: build with `docker build -t openfused-gateway .`, run with docker-compose.yml.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 2053 --create-home openfuse
COPY --from=build --chown=openfuse /source/target/openfused-gateway /opt/openfused-gateway
USER openfuse
# The archives of the build stage are for another path and JDK.
RUN /opt/openfused-gateway/openfuse make-archives
VOLUME /store
EXPOSE 2053
ENV OPENFUSE_STORE=/store OPENFUSE_HTTP_HOST=0.0.0.0
WORKDIR /opt/openfused-gateway
ENTRYPOINT ["/opt/openfused-gateway/openfuse"]
CMD ["serve"]

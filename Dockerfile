# The gateway as a container: build with `docker build -t openfused-gateway .`, run with docker-compose.yml.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
# The volume inherits the owner of /store. The program belongs to root, so that the account that runs it can't change it.
RUN useradd --system --uid 2053 --create-home openfuse && install -d -o openfuse -g openfuse -m 750 /store
COPY --from=build --chown=root:root /source/target/openfused-gateway /opt/openfused-gateway
# The archives of the build stage are for another path and JDK.
RUN chmod -R go-w /opt/openfused-gateway && /opt/openfused-gateway/openfuse make-archives
USER openfuse
VOLUME /store
EXPOSE 2053
ENV OPENFUSE_STORE=/store OPENFUSE_HTTP_HOST=0.0.0.0
WORKDIR /opt/openfused-gateway
ENTRYPOINT ["/opt/openfused-gateway/openfuse"]
CMD ["serve"]

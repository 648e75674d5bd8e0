# Replaces docker.io/hyperledger/fabric-orderer: the static program and its sample configuration.
FROM localhost/heddle/debian:bookworm
COPY bin/orderer /usr/local/bin/orderer
COPY config/orderer.yaml /etc/hyperledger/fabric/orderer.yaml
ENV FABRIC_CFG_PATH=/etc/hyperledger/fabric
CMD ["orderer"]

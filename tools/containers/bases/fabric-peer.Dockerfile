# Replaces docker.io/hyperledger/fabric-peer: the static program and its sample configuration.
FROM localhost/heddle/debian:bookworm
COPY bin/peer /usr/local/bin/peer
COPY config/core.yaml /etc/hyperledger/fabric/core.yaml
ENV FABRIC_CFG_PATH=/etc/hyperledger/fabric
CMD ["peer", "node", "start"]

package dev.heddle.samples.notary;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Default;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.execution.JSONTransactionSerializer;
import org.hyperledger.fabric.contract.metadata.TypeSchema;
import org.hyperledger.fabric.shim.ChaincodeException;

/** Keeps the SHA-256 of documents, so that anyone may prove later that a document was there and is unchanged. */
@Contract(
        name = "DocumentNotary",
        info = @Info(title = "DocumentNotary", description = "Seals of documents by their SHA-256", version = "1.0.0"))
@Default
public final class DocumentNotary implements ContractInterface {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final TypeSchema SCHEMA = TypeSchema.typeConvert(Seal.class);
    private final JSONTransactionSerializer json = new JSONTransactionSerializer();

    /** Seals a document; the time is the transaction's, which every endorser sees alike. */
    @Transaction(intent = Transaction.TYPE.SUBMIT)
    public Seal SealDocument(final Context context, final String hash, final String title) {
        if (!SHA256.matcher(hash).matches()) {
            throw new ChaincodeException("the hash must be a SHA-256 of 64 small hex digits");
        }
        if (title.isEmpty()) {
            throw new ChaincodeException("a document needs a title");
        }
        if (IsSealed(context, hash)) {
            throw new ChaincodeException("document " + hash + " is sealed already");
        }
        final String sealedAt = context.getStub().getTxTimestamp().toString();
        final Seal seal = new Seal(hash, title, context.getClientIdentity().getMSPID(), sealedAt);
        final byte[] bytes = json.toBuffer(seal, SCHEMA);
        context.getStub().putState(hash, bytes);
        context.getStub().setEvent("DocumentSealed", bytes);
        return seal;
    }

    /** The seal of a document. */
    @Transaction(intent = Transaction.TYPE.EVALUATE)
    public Seal FindSeal(final Context context, final String hash) {
        final byte[] bytes = context.getStub().getState(hash);
        if (bytes.length == 0) {
            throw new ChaincodeException("document " + hash + " is not sealed");
        }
        return (Seal) json.fromBuffer(bytes, SCHEMA);
    }

    /** Whether a document was sealed. */
    @Transaction(intent = Transaction.TYPE.EVALUATE)
    public boolean IsSealed(final Context context, final String hash) {
        return !new String(context.getStub().getState(hash), StandardCharsets.UTF_8).isEmpty();
    }
}

package dev.heddle.samples.notary;

import org.hyperledger.fabric.contract.annotation.DataType;
import org.hyperledger.fabric.contract.annotation.Property;

/** Who sealed a document, and when. */
@DataType
public final class Seal {
    @Property private String hash;
    @Property private String title;
    @Property private String organization;
    @Property private String sealedAt;

    /** The contract API makes data types by this constructor. */
    public Seal() {}

    /** A seal with all that it says. */
    public Seal(final String hash, final String title, final String organization, final String sealedAt) {
        this.hash = hash;
        this.title = title;
        this.organization = organization;
        this.sealedAt = sealedAt;
    }

    public String getHash() {
        return hash;
    }

    public void setHash(final String hash) {
        this.hash = hash;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(final String title) {
        this.title = title;
    }

    public String getOrganization() {
        return organization;
    }

    public void setOrganization(final String organization) {
        this.organization = organization;
    }

    public String getSealedAt() {
        return sealedAt;
    }

    public void setSealedAt(final String sealedAt) {
        this.sealedAt = sealedAt;
    }
}

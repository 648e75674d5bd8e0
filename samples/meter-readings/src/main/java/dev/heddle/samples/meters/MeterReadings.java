package dev.heddle.samples.meters;

import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Default;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeException;

/** Readings of electricity meters, in watt-hours. A meter never counts backwards. */
@Contract(
        name = "MeterReadings",
        info = @Info(title = "MeterReadings", description = "Readings of electricity meters", version = "1.0.0"))
@Default
public final class MeterReadings implements ContractInterface {
    /** Installs a meter that counts from here. */
    @Transaction(intent = Transaction.TYPE.SUBMIT)
    public long Install(final Context context, final String meter, final long wattHours) {
        if (meter.isEmpty()) {
            throw new ChaincodeException("a meter needs a number");
        }
        if (!context.getStub().getStringState(meter).isEmpty()) {
            throw new ChaincodeException("meter " + meter + " is installed already");
        }
        return write(context, meter, wattHours);
    }

    /** Records what a meter shows now, and returns what was used since the last reading. */
    @Transaction(intent = Transaction.TYPE.SUBMIT)
    public long Record(final Context context, final String meter, final long wattHours) {
        final long before = Reading(context, meter);
        if (wattHours < before) {
            throw new ChaincodeException("meter " + meter + " showed " + before + " before, which is more than " + wattHours);
        }
        write(context, meter, wattHours);
        return wattHours - before;
    }

    /** The last reading of a meter. */
    @Transaction(intent = Transaction.TYPE.EVALUATE)
    public long Reading(final Context context, final String meter) {
        final String text = context.getStub().getStringState(meter);
        if (text.isEmpty()) {
            throw new ChaincodeException("meter " + meter + " is not installed");
        }
        return Long.parseLong(text);
    }

    private static long write(final Context context, final String meter, final long wattHours) {
        if (wattHours < 0) {
            throw new ChaincodeException("a reading is 0 or more, not " + wattHours);
        }
        context.getStub().putStringState(meter, Long.toString(wattHours));
        return wattHours;
    }
}

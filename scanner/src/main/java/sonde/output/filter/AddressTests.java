// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;
import sonde.target.AddressSet;
import sonde.target.TargetParser;
import sonde.target.TargetSyntaxException;
import sonde.wire.IpAddress;

import java.util.List;
import java.util.function.Predicate;

/** Tests of fields that are addresses. IPv4 addresses come before IPv6's, each by their numbers. */
final class AddressTests {

    /** Where a record has the address. */
    interface Source {
        @Nullable IpAddress of(ScanRecord record);
    }

    private AddressTests() {}

    static Predicate<ScanRecord> of(
            Source field, Comparison comparison, Token operator, List<Token> values)
            throws FilterSyntaxException {
        return switch (comparison) {
            case EQUAL -> {
                IpAddress value = address(values.get(0));
                yield record -> value.equals(field.of(record));
            }
            case NOT_EQUAL -> {
                IpAddress value = address(values.get(0));
                yield record -> !value.equals(field.of(record));
            }
            case LESS, AT_MOST, GREATER, AT_LEAST -> order(field, comparison, values.get(0));
            case IN -> {
                AddressSet set = set(values);
                yield record -> {
                    IpAddress address = field.of(record);
                    return address != null && set.contains(address);
                };
            }
            case CONTAINS, MATCHES ->
                    throw operator.error(
                            "compares text, and this is an address; write ip in 198.18.0.0/24");
        };
    }

    private static Predicate<ScanRecord> order(Source field, Comparison comparison, Token token)
            throws FilterSyntaxException {
        IpAddress value = address(token);
        return record -> {
            IpAddress address = field.of(record);
            return address != null && comparison.holds(order(address, value));
        };
    }

    private static int order(IpAddress one, IpAddress other) {
        return one.isIpv4() == other.isIpv4()
                ? one.compareTo(other)
                : Boolean.compare(other.isIpv4(), one.isIpv4());
    }

    private static IpAddress address(Token token) throws FilterSyntaxException {
        AddressSet set = set(List.of(token));
        if (set.size() != 1) {
            throw token.error("this is more than one address; write 'in' in place of the operator");
        }
        return set.first();
    }

    private static AddressSet set(List<Token> tokens) throws FilterSyntaxException {
        AddressSet.Builder builder = AddressSet.builder();
        for (Token token : tokens) {
            try {
                new TargetParser(builder, null).parse(token.raw(), "");
            } catch (TargetSyntaxException _) {
                throw notAddress(token);
            }
            if (builder.isEmpty()) {
                throw notAddress(token);
            }
        }
        return builder.build();
    }

    private static FilterSyntaxException notAddress(Token token) {
        return token.error(
                "no address; write 198.18.0.7, 2001:db8::7, and with 'in' 198.18.0.0/24 or"
                        + " first-last");
    }
}

// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.output.filter.FilterSyntaxException;
import sonde.output.filter.RecordFilter;
import sonde.record.Banner;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.util.Set;
import java.util.function.Predicate;

/** Which records the user wants written: by an expression, and banners by what they are of. */
public final class ReportFilter {

    private ReportFilter() {}

    /**
     * What options say of it.
     *
     * @throws ScanException if the expression is none
     */
    public static Predicate<ScanRecord> of(ScanOptions options) throws ScanException {
        Set<Service> services = options.bannerTypes;
        Predicate<ScanRecord> isOfService = found -> isOf(services, found.banner());
        if (options.filter == null) {
            return services.isEmpty() ? found -> true : isOfService;
        }
        try {
            RecordFilter filter = RecordFilter.parse(options.filter);
            return services.isEmpty() ? filter : isOfService.and(filter);
        } catch (FilterSyntaxException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isOf(Set<Service> services, @Nullable Banner banner) {
        return banner == null || services.contains(banner.service());
    }
}

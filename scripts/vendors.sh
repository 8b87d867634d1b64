#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the table of vendors of Ethernet addresses anew from IEEE's public lists:
#
#   scripts/vendors.sh [FOLDER]
#
# FOLDER has oui.csv, mam.csv, oui36.csv and iab.csv, as https://standards-oui.ieee.org has them (oui/oui.csv,
# oui28/mam.csv, oui36/oui36.csv, iab/iab.csv); /usr/share/ieee-data if not given, where Debian's package ieee-data puts
# them. To have the newest, run update-ieee-data of that package first.
#
# The table is a line for each vendor, sorted: its name, a tab, and its prefixes in hexadecimal with spaces between, of 6
# digits (MA-L), 7 (MA-M) or 9 (MA-S, IAB). Names are printable ASCII without " and \ and of 64 characters at most, so
# that they go into JSON as they are. Left out are "Private" and what IEEE holds itself to give out in smaller parts.
set -eu

folder=${1:-/usr/share/ieee-data}
root=$(dirname "$0")/..
table=$root/scanner/src/main/resources/sonde/output/vendors.gz

LC_ALL=C.UTF-8
export LC_ALL

cat "$folder/oui.csv" "$folder/mam.csv" "$folder/oui36.csv" "$folder/iab.csv" |
    iconv -f UTF-8 -t ASCII//TRANSLIT |
    LC_ALL=C awk '
        # Registry,Assignment,Organization Name,Organization Address: a field with a comma stands in quotes.
        !/^(MA-[LMS]|IAB),[0-9A-F]+,/ { next }
        {
            sub(/\r$/, "")
            split($0, fields, ",")
            prefix = fields[2]
            name = substr($0, length(fields[1]) + length(prefix) + 3)
            if (name ~ /^"/) {
                name = substr(name, 2)
                gsub(/""/, "\001", name)
                sub(/".*/, "", name)
                gsub(/\001/, "\047", name)
            } else {
                sub(/,.*/, "", name)
            }
            gsub(/["\\]/, "\047", name)
            gsub(/[^ -~]+/, " ", name)
            gsub(/  +/, " ", name)
            name = substr(name, 1, 64)
            gsub(/^ | $/, "", name)
            if (name ~ /[A-Za-z0-9]/ && name != "Private" && name !~ /^IEEE Registration Authority/) {
                print prefix "\t" name
            }
        }' |
    LC_ALL=C sort -u |
    LC_ALL=C awk -F '\t' '
        $1 == last { next }
        { last = $1; prefixes[$2] = $2 in prefixes ? prefixes[$2] " " $1 : $1 }
        END { for (name in prefixes) print name "\t" prefixes[name] }' |
    LC_ALL=C sort |
    gzip -9n > "$table.new"
mv "$table.new" "$table"

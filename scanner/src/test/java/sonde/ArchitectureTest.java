// SPDX-License-Identifier: Apache-2.0
package sonde;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds the table of packages in {@code docs/ARCHITECTURE.md}, section 3. */
class ArchitectureTest {

    /** A package under {@code sonde}, its layer, and the packages it may import from. */
    private record Room(int layer, String name, Set<String> mayImport) {}

    private static final List<Room> ROOMS = rooms();

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("sonde");

    private static List<Room> rooms() {
        List<Room> rooms = new ArrayList<>();
        rooms.add(room(0, "sys"));
        rooms.add(room(0, "bpf", "sys"));
        rooms.add(room(0, "wire"));
        rooms.add(room(0, "target", "wire"));
        rooms.add(room(0, "permute"));
        rooms.add(room(0, "clock"));
        rooms.add(room(0, "stat"));
        rooms.add(room(0, "text"));
        rooms.add(room(0, "zstd"));
        rooms.add(room(1, "link", "sys", "bpf", "wire", "clock", "stat"));
        rooms.add(room(1, "probe", "wire", "target"));
        rooms.add(room(1, "reply", "wire", "probe", "stat", "record"));
        rooms.add(room(1, "record", "wire"));
        rooms.add(room(2, "neigh", "sys", "wire", "link", "clock", "stat", "target"));
        rooms.add(room(2, "banner", "record", "wire", "text"));
        rooms.add(room(2, "tcp", "wire", "link", "clock", "stat"));
        rooms.add(room(2, "output", "record", "wire", "target", "text", "zstd"));
        rooms.add(room(2, "read", "output", "record", "wire", "zstd"));
        rooms.add(room(2, "checkpoint", "output", "record", "wire"));
        rooms.add(room(3, "engine", names(rooms)));
        rooms.add(room(4, "cli", names(rooms)));
        return List.copyOf(rooms);
    }

    private static Room room(int layer, String name, String... mayImport) {
        return new Room(layer, name, Set.of(mayImport));
    }

    private static String[] names(List<Room> rooms) {
        return rooms.stream().map(Room::name).toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> importsOnlyWhatTheTableAllows() {
        return ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room.name(), () -> checkImports(room)));
    }

    private static void checkImports(Room room) {
        String[] forbidden =
                ROOMS.stream()
                        .map(Room::name)
                        .filter(name -> !name.equals(room.name()))
                        .filter(name -> !room.mayImport().contains(name))
                        .map(name -> "sonde." + name + "..")
                        .toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage("sonde." + room.name() + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }

    @Test
    void tableItselfNeverPointsUpwards() {
        Map<String, Integer> layers = new TreeMap<>();
        ROOMS.forEach(room -> layers.put(room.name(), room.layer()));
        for (Room room : ROOMS) {
            for (String imported : room.mayImport()) {
                assertTrue(
                        layers.get(imported) <= room.layer(), room.name() + " imports " + imported);
            }
        }
    }

    @Test
    void everyPackageStandsInTheTable() {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : MAIN) {
            String[] parts = each.getPackageName().split("\\.", -1);
            if (parts[0].equals("sonde")) {
                found.add(parts.length > 1 ? parts[1] : "(sonde itself)");
            }
        }
        assertTrue(found.contains("cli"), "the main classes were not found: " + found);
        found.removeAll(Set.of(names(ROOMS)));
        assertEquals(Set.of(), found, "add these to the table here and in docs/ARCHITECTURE.md");
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("sonde.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlySysTouchesTheForeignLinker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sonde.sys..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$.*)?")
                .check(MAIN);
    }

    @Test
    void onlyCliEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sonde.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(MAIN);
    }

    @Test
    void onlyCliUsesTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sonde.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "console")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(MAIN);
    }

    @Test
    void nothingUsesUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("(sun\\.misc|jdk\\.internal\\.misc)\\.Unsafe")
                .check(MAIN);
    }

    /** What the build takes out of a library must not bring it in either. */
    @Test
    void theZstandardLibraryReachesNoRawMemory() {
        JavaClasses library =
                new ClassFileImporter().importPath(Path.of("target", "classes", "io", "airlift"));
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("(sun\\.misc|jdk\\.internal\\.misc)\\..*")
                .check(library);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$.*)?")
                .check(library);
    }

    @Test
    void onlyOutputAndReadUseTheZstandardLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages("sonde.output", "sonde.read")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.airlift..")
                .check(MAIN);
    }

    @Test
    void standsOnTheJdkAndZstandardAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "sonde..",
                        "java..",
                        "javax.net.ssl",
                        "sun.misc",
                        "org.jspecify.annotations",
                        "io.airlift.compress.v3.zstd")
                .check(MAIN);
    }
}

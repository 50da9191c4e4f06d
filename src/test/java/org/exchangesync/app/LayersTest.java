package org.exchangesync.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the rooms of the house: they point down only. */
class LayersTest {
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.exchangesync");
    }

    @Test
    void arrowsPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("app")
                .definedBy("org.exchangesync.app..")
                .layer("ops")
                .definedBy("org.exchangesync.ops..")
                .layer("check")
                .definedBy("org.exchangesync.check..")
                .layer("sandbox")
                .definedBy("org.exchangesync.sandbox..")
                .layer("ews")
                .definedBy("org.exchangesync.ews")
                .layer("ews.autodiscover")
                .definedBy("org.exchangesync.ews.autodiscover..")
                .layer("ews.client")
                .definedBy("org.exchangesync.ews.client..")
                .layer("popsmtp")
                .definedBy("org.exchangesync.popsmtp..")
                .layer("store")
                .definedBy("org.exchangesync.store..")
                .layer("sync")
                .definedBy("org.exchangesync.sync..")
                .layer("failure")
                .definedBy("org.exchangesync.failure..")
                .layer("alert")
                .definedBy("org.exchangesync.alert..")
                .layer("profile")
                .definedBy("org.exchangesync.profile..")
                .layer("transport")
                .definedBy("org.exchangesync.transport..")
                .layer("item")
                .definedBy("org.exchangesync.item..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ops")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("app", "ops", "store")
                .whereLayer("sandbox")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("ews")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ews.client")
                .mayOnlyBeAccessedByLayers("ews", "ews.autodiscover", "sandbox")
                .whereLayer("ews.autodiscover")
                .mayOnlyBeAccessedByLayers("ews", "check")
                .whereLayer("popsmtp")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("sync")
                .mayOnlyBeAccessedByLayers("app", "ops", "check", "store")
                .whereLayer("failure")
                .mayOnlyBeAccessedByLayers("app", "ops", "check", "store", "sync")
                .whereLayer("alert")
                .mayOnlyBeAccessedByLayers("app", "ops", "check", "store", "sync")
                .whereLayer("profile")
                .mayOnlyBeAccessedByLayers("app", "ops", "check", "store", "sync")
                .whereLayer("transport")
                .mayOnlyBeAccessedByLayers(
                        "app",
                        "check",
                        "ews",
                        "ews.autodiscover",
                        "ews.client",
                        "popsmtp",
                        "store",
                        "sync",
                        "failure",
                        "profile")
                .check(classes);
    }

    @Test
    void theSandboxKnowsOfOursOnlyTheGeneratedTypes() {
        noClasses()
                .that()
                .resideInAPackage("org.exchangesync.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.exchangesync.item..",
                        "org.exchangesync.transport..",
                        "org.exchangesync.sync..",
                        "org.exchangesync.store..",
                        "org.exchangesync.ews",
                        "org.exchangesync.ews.autodiscover..",
                        "org.exchangesync.ews.client",
                        "org.exchangesync.ews.client.mapping..")
                .check(classes);
    }

    @Test
    void onlyTheClientSeesCxf() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.exchangesync.ews.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.cxf..")
                .check(classes);
    }

    @Test
    void roomsThatNeedNoCamelImportNone() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.exchangesync.item..",
                        "org.exchangesync.profile..",
                        "org.exchangesync.failure..",
                        "org.exchangesync.ops..",
                        "org.exchangesync.check..",
                        "org.exchangesync.alert..",
                        "org.exchangesync.store..",
                        "org.exchangesync.sandbox..",
                        "org.exchangesync.ews.autodiscover..",
                        "org.exchangesync.ews.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(classes);
    }

    @Test
    void whatCommitsKnowsNothingOfWhoIsToldAboutIt() {
        noClasses()
                .that()
                .resideInAPackage("org.exchangesync.sync")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.exchangesync.sync.publication")
                .check(classes);
    }

    @Test
    void roomsFormNoCircles() {
        slices().matching("org.exchangesync.(*)..").should().beFreeOfCycles().check(classes);
    }
}

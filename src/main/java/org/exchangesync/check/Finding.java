package org.exchangesync.check;

/** What a step found, before time, cause and cure are added. */
record Finding(Result result, String detail, String code, Evidence evidence) {
    static Finding pass(String detail) {
        return new Finding(Result.PASS, detail, null, null);
    }

    static Finding skip(String reason) {
        return new Finding(Result.SKIP, reason, null, null);
    }

    static Finding warn(String code, String detail) {
        return new Finding(Result.WARN, detail, code, null);
    }

    static Finding fail(String code, String detail) {
        return new Finding(Result.FAIL, detail, code, null);
    }

    Finding with(Evidence seen) {
        return new Finding(result, detail, code, seen);
    }
}

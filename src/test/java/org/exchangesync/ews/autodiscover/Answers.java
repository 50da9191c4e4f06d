package org.exchangesync.ews.autodiscover;

/** What servers answer. */
final class Answers {
    private static final String NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover";

    private Answers() {}

    static String soap(String external, String internal) {
        return soapUser(
                "NoError",
                "<RedirectTarget xsi:nil=\"true\"/>",
                setting("ExternalEwsUrl", external)
                        + setting("InternalEwsUrl", internal)
                        + setting("EwsSupportedSchemas", "Exchange2007, Exchange2010"));
    }

    static String soapRedirect(String code, String target) {
        return soapUser(code, "<RedirectTarget>" + target + "</RedirectTarget>", "");
    }

    static String soapError(String code) {
        return soapUser(code, "<RedirectTarget xsi:nil=\"true\"/>", "");
    }

    private static String setting(String name, String value) {
        return value == null
                ? ""
                : "<UserSetting xsi:type=\"StringSetting\"><Name>" + name + "</Name><Value>" + value
                        + "</Value></UserSetting>";
    }

    private static String soapUser(String code, String redirect, String settings) {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <s:Header/><s:Body><GetUserSettingsResponseMessage xmlns="%s"><Response>
                <ErrorCode>NoError</ErrorCode><ErrorMessage/>
                <UserResponses><UserResponse><ErrorCode>%s</ErrorCode><ErrorMessage>told so</ErrorMessage>%s
                <UserSettingErrors/><UserSettings>%s</UserSettings></UserResponse></UserResponses>
                </Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>""".formatted(NAMESPACE, code, redirect, settings);
    }

    static String pox(String type, String ewsUrl) {
        return poxAccount("<AccountType>email</AccountType><Action>settings</Action><Protocol><Type>" + type
                + "</Type><EwsUrl>" + ewsUrl + "</EwsUrl></Protocol>");
    }

    static String poxRedirect(String action, String element, String target) {
        return poxAccount("<Action>" + action + "</Action><" + element + ">" + target + "</" + element + ">");
    }

    private static String poxAccount(String account) {
        return """
                <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
                <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
                <Account>%s</Account></Response></Autodiscover>""".formatted(account);
    }

    static String poxError(String code) {
        return """
                <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response>
                <Error Time="10:00:00" Id="1"><ErrorCode>%s</ErrorCode><Message>told so</Message><DebugData/></Error>
                </Response></Autodiscover>""".formatted(code);
    }
}

import java.io.File;
import java.io.InputStream;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDF files against veraPDF's PDF/UA-1 profile, all in one run.
 *
 * Its arguments are the files. It prints lines of fields parted by tabs: first "rules" and their
 * number; then, for each file by its place among the arguments (from 0), a line "fault", place,
 * rule, how often, message for each rule that is broken, and at its end "done", place.
 */
public class VeraUA {
    static final String PROFILE = "/org/verapdf/pdfa/validation/PDFUA-1.xml";
    static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;

    public static void main(String[] paths) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = readProfile();
        say("rules", profile.getRules().size());
        for (int place = 0; place < paths.length; place++) {
            try {
                validate(place, new File(paths[place]), profile);
            } catch (Exception problem) {
                say("fault", place, "unreadable", 1, problem);
            }
            say("done", place);
        }
    }

    static void validate(int place, File file, ValidationProfile profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, FLAVOUR);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> counts = new TreeMap<>();
            Map<String, String> messages = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                    continue;
                }
                RuleId id = assertion.getRuleId();
                String rule = id.getClause() + "-" + id.getTestNumber();
                counts.merge(rule, 1, Integer::sum);
                messages.putIfAbsent(rule,
                        assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
            counts.forEach((rule, count) -> say("fault", place, rule, count, messages.get(rule)));
            if (counts.isEmpty() && !result.isCompliant()) {
                say("fault", place, "unknown", 1, "not compliant, no rule named");
            }
        }
    }

    /** The library's own reader of profiles needs JAXB, which a plain JDK no longer has. */
    static ValidationProfile readProfile() throws Exception {
        Element root;
        try (InputStream stream = Profiles.class.getResourceAsStream(PROFILE)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream)
                    .getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        NodeList elements = root.getElementsByTagName("rule");
        for (int i = 0; i < elements.getLength(); i++) {
            rules.add(readRule((Element) elements.item(i)));
        }
        Set<Variable> variables = new HashSet<>();
        elements = root.getElementsByTagName("variable");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            variables.add(Profiles.variableFromValues(element.getAttribute("name"),
                    element.getAttribute("object"), text(element, "defaultValue"),
                    text(element, "value")));
        }
        return Profiles.profileFromValues(FLAVOUR,
                Profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", new Date(0)), "",
                rules, variables);
    }

    static Rule readRule(Element element) {
        Element id = (Element) element.getElementsByTagName("id").item(0);
        RuleId ruleId = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = element.hasAttribute("deferred")
                ? Boolean.valueOf(element.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(ruleId, element.getAttribute("object"), deferred,
                element.getAttribute("tags"), text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(element, "message"), Collections.emptyList()),
                Collections.emptyList());
    }

    static String text(Element element, String tag) {
        NodeList found = element.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    static void say(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t")
                    .append(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(line);
    }
}

/// What the loader can complain about; raw values are the codes that Falco prints.
package enum LoadCode: String, Sendable, CaseIterable {
    case fileRead = "LOAD_ERR_FILE_READ"
    case yamlParse = "LOAD_ERR_YAML_PARSE"
    case yamlValidate = "LOAD_ERR_YAML_VALIDATE"
    case compileCondition = "LOAD_ERR_COMPILE_CONDITION"
    case compileOutput = "LOAD_ERR_COMPILE_OUTPUT"
    case validate = "LOAD_ERR_VALIDATE"
    case extensionError = "LOAD_ERR_EXTENSION"

    case unknownSource = "LOAD_UNKNOWN_SOURCE"
    case unsafeMissingCheck = "LOAD_UNSAFE_NA_CHECK"
    case noEventType = "LOAD_NO_EVTTYPE"
    case unknownFilter = "LOAD_UNKNOWN_FILTER"
    case unusedMacro = "LOAD_UNUSED_MACRO"
    case unusedList = "LOAD_UNUSED_LIST"
    case unknownItem = "LOAD_UNKNOWN_ITEM"
    case deprecatedItem = "LOAD_DEPRECATED_ITEM"
    case extensionWarning = "LOAD_WARNING_EXTENSION"
    case appendNoValues = "LOAD_APPEND_NO_VALUES"
    case exceptionNameNotUnique = "LOAD_EXCEPTION_NAME_NOT_UNIQUE"
    case invalidMacroName = "LOAD_INVALID_MACRO_NAME"
    case invalidListName = "LOAD_INVALID_LIST_NAME"
    case conditionWarning = "LOAD_COMPILE_CONDITION"
    case unknownKey = "LOAD_UNKNOWN_KEY"

    package var isError: Bool { rawValue.hasPrefix("LOAD_ERR_") }

    /// What the code means: a few words for errors, sentences for warnings.
    package var meaning: String {
        switch self {
        case .fileRead: "Cannot read the file"
        case .yamlParse: "Not YAML"
        case .yamlValidate: "YAML of the wrong shape"
        case .compileCondition: "Condition does not compile"
        case .compileOutput: "Output does not compile"
        case .validate: "Item is not valid"
        case .extensionError: "Extension item is not valid"
        case .unknownSource:
            "The rule names an event source that nobody provides. It is skipped."
        case .unsafeMissingCheck:
            "The condition compares a field with the text <NA>, which a missing value never equals."
        case .noEventType:
            "The condition does not narrow down the types of events, so it is evaluated for "
                + "nearly all of them. That costs time; add a test of evt.type."
        case .unknownFilter:
            "The rule uses a field or event that is not known here. It asked to be skipped then."
        case .unusedMacro: "No rule and no other macro refers to the macro."
        case .unusedList: "No rule, macro or other list refers to the list."
        case .unknownItem: "The item is of no known kind. It is ignored."
        case .deprecatedItem: "The item uses something that is deprecated."
        case .extensionWarning: "An extension item asks for attention."
        case .appendNoValues: "An exception is appended to without values, which changes nothing."
        case .exceptionNameNotUnique:
            "Two exceptions of the rule have the same name. Both count, but neither can be "
                + "appended to with certainty."
        case .invalidMacroName: "Conditions cannot refer to a macro of this name."
        case .invalidListName: "Conditions may not be able to refer to a list of this name."
        case .conditionWarning: "The condition compiles but may not mean what it seems to mean."
        case .unknownKey: "The item has a key that is not known. It is ignored."
        }
    }
}

/// The kinds of things that a location names; raw values are the words that Falco prints.
package enum LoadItemType: String, Sendable {
    case valueFor = "value for"
    case exceptions
    case exception
    case exceptionValues = "exception values"
    case exceptionValue = "exception value"
    case rulesContent = "rules content"
    case rulesContentItem = "rules content item"
    case requiredEngineVersion = "required_engine_version"
    case requiredPluginVersions = "required plugin versions"
    case requiredPluginVersionsEntry = "required plugin versions entry"
    case requiredPluginVersionsAlternative = "required plugin versions alternative"
    case list
    case listItem = "list item"
    case macro
    case macroCondition = "macro condition"
    case rule
    case ruleCondition = "rule condition"
    case conditionExpression = "condition expression"
    case ruleOutput = "rule output"
    case ruleOutputExpression = "rule output expression"
    case rulePriority = "rule priority"
    case overrides
}

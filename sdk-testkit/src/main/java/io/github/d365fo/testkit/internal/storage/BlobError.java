package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.xml.XmlText;

/** The errors of the fake blob storage, with the texts of Azure Storage ("Blob service error codes"). */
enum BlobError {
    INVALID_AUTHENTICATION_INFO(
            400,
            "InvalidAuthenticationInfo",
            "Authentication information is not given in the correct format. Check the value of Authorization header."),
    INVALID_HEADER_VALUE(
            400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format."),
    INVALID_METADATA(
            400, "InvalidMetadata", "The metadata specified is invalid. It has characters that are not permitted."),
    MISSING_HEADER(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified."),
    INVALID_QUERY(
            400,
            "InvalidQueryParameterValue",
            "Value for one of the query parameters specified in the request URI is invalid."),
    INVALID_URI(400, "InvalidUri", "The requested URI does not represent any resource on the server."),
    INVALID_BLOCK(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid."),
    INVALID_BLOCK_LIST(400, "InvalidBlockList", "The specified block list is invalid."),
    INVALID_XML(400, "InvalidXmlDocument", "XML specified is not syntactically valid."),
    MD5_MISMATCH(
            400,
            "Md5Mismatch",
            "The MD5 value specified in the request did not match with the MD5 value calculated by the server."),
    AUTHENTICATION_FAILED(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed"
                    + " correctly including the signature."),
    PERMISSION_MISMATCH(
            403,
            "AuthorizationPermissionMismatch",
            "This request is not authorized to perform this operation using this permission."),
    RESOURCE_NOT_FOUND(404, "ResourceNotFound", "The specified resource does not exist."),
    BLOB_NOT_FOUND(404, "BlobNotFound", "The specified blob does not exist."),
    UNSUPPORTED_VERB(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb."),
    ALREADY_EXISTS(409, "BlobAlreadyExists", "The specified blob already exists."),
    LENGTH_REQUIRED(411, "MissingContentLengthHeader", "The Content-Length header was not specified."),
    CONDITION_NOT_MET(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met."),
    TOO_LARGE(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit."),
    INVALID_RANGE(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");

    final int status;
    final String code;
    final String text;

    BlobError(int status, String code, String text) {
        this.status = status;
        this.code = code;
        this.text = text;
    }

    /** Returns the refusal to throw. */
    BlobRefusal refusal() {
        return new BlobRefusal(this, "");
    }

    /** Returns the refusal to throw, with an additional element in its answer. */
    BlobRefusal refusal(String element, String value) {
        return new BlobRefusal(this, "<" + element + ">" + XmlText.escaped(value) + "</" + element + ">");
    }
}

"""What the clinic says of itself: its name and numbers, and its approved words.

These are settings (``bot/settings.py``); ``docs/configuration.md`` lists them.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.phone import dialable

WebAddress = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Dialable = Annotated[str, AfterValidator(dialable)]


class Clinic(BaseModel):
    """Who answers, and whom a patient is referred to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("Lakeside Pain Clinic (sample)", min_length=1, description="Shown on pages.")
    phone: Dialable = Field(
        "555-0142", description="Shown with every answer, and dialled by its link."
    )
    booking_url: WebAddress = Field(
        "https://clinic.example/appointments",
        description="Where an appointment is booked; may be empty.",
    )
    referral: str = Field(
        "For advice about you, please talk to one of our physicians.",
        min_length=1,
        description="The referral on every answer whose document has none of its own.",
    )


class Texts(BaseModel):
    """The fixed sentences around the quotations, approved by the clinic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    greeting: str = Field(
        "Ask about our treatments. I answer with sentences from the clinic’s own documents, word "
        "for word. I am not a person and I cannot give advice about you. Please do not enter "
        "personal details.",
        min_length=1,
        description="The first thing on the chat page.",
    )
    answered: str = Field(
        "This is what our documents say:", min_length=1, description="Leads into an answer."
    )
    no_answer: str = Field(
        "I could not find an answer to that in our documents. Please ask our staff; they will be "
        "glad to help.",
        min_length=1,
        description="Said when no document answers.",
    )
    which_treatment: str = Field(
        "Which treatment do you mean? Please ask again and name it.",
        min_length=1,
        description="Said when a first message, as “is it safe?”, may mean several treatments.",
    )
    advice: str = Field(
        "I cannot advise you about your own case: that is for our physicians. Please do not start, "
        "stop or change anything before you have asked them.",
        min_length=1,
        description="Said when a message asks for advice about one person.",
    )
    hello: str = Field(
        "Hello! Ask me about our treatments or your visit.",
        min_length=1,
        description="The reply to a greeting.",
    )
    thanks: str = Field("You are welcome.", min_length=1, description="The reply to thanks.")
    goodbye: str = Field(
        "Goodbye, and take care.", min_length=1, description="The reply to a goodbye."
    )
    who_i_am: str = Field(
        "I am a computer program of the clinic, not a person and not a doctor. I answer with "
        "sentences from the clinic’s own documents.",
        min_length=1,
        description="Said when somebody asks who or what is answering.",
    )
    somebody: str = Field(
        "I am a computer program and cannot connect you, but our staff will gladly talk with you.",
        min_length=1,
        description="Said when somebody asks for a person.",
    )
    other_language: str = Field(
        "I cannot read the language of your message. Please call the clinic, and our staff will "
        "help you.",
        min_length=1,
        description="Said when a message is in a language that is not read.",
    )
    emergency: str = Field(
        "If this is an emergency, call 911.",
        min_length=1,
        description="Always on the page, and in every failure.",
    )


class SpanishTexts(BaseModel):
    """The same around an answer to a question in Spanish, which quotes English documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answered: str = Field(
        "Esto dicen nuestros documentos:",
        min_length=1,
        description="Leads into an answer that is quoted from a document in Spanish.",
    )
    answered_in_english: str = Field(
        "Esto dicen nuestros documentos. El documento está en inglés, y lo citamos palabra por "
        "palabra:",
        min_length=1,
        description="Leads into an answer that is quoted from a document in English.",
    )
    no_answer: str = Field(
        "No encontré la respuesta en nuestros documentos. Por favor pregunte a nuestro personal, "
        "que con gusto le ayudará.",
        min_length=1,
        description="Said when no document answers.",
    )
    which_treatment: str = Field(
        "¿A qué tratamiento se refiere? Por favor pregunte otra vez con su nombre.",
        min_length=1,
        description="Said when a first message may mean several treatments.",
    )
    not_read: str = Field(
        "Todavía no puedo leer preguntas en español. Por favor llame a la clínica, y nuestro "
        "personal le ayudará.",
        min_length=1,
        description="Said where questions in Spanish are not answered.",
    )
    advice: str = Field(
        "No puedo aconsejarle sobre su propio caso: eso corresponde a nuestros médicos. Por favor "
        "no empiece, deje ni cambie nada antes de preguntarles.",
        min_length=1,
        description="Said when a message asks for advice about one person.",
    )
    referral: str = Field(
        "Para un consejo sobre su caso, hable por favor con uno de nuestros médicos.",
        min_length=1,
        description="The referral on every answer to a message in Spanish.",
    )
    hello: str = Field(
        "¡Hola! Pregúnteme sobre nuestros tratamientos o su visita.",
        min_length=1,
        description="The reply to a greeting.",
    )
    thanks: str = Field("De nada.", min_length=1, description="The reply to thanks.")
    goodbye: str = Field("Adiós, y cuídese.", min_length=1, description="The reply to a goodbye.")
    who_i_am: str = Field(
        "Soy un programa de computadora de la clínica; no soy una persona ni un médico. Respondo "
        "con frases de los documentos de la clínica.",
        min_length=1,
        description="Said when somebody asks who or what is answering.",
    )
    somebody: str = Field(
        "Soy un programa de computadora y no puedo comunicarle con una persona, pero nuestro "
        "personal hablará con usted con gusto.",
        min_length=1,
        description="Said when somebody asks for a person.",
    )


class UrgentHelp(BaseModel):
    """Whom to call when a message cannot wait, and what is said then; approved by the clinic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    emergency_number: Dialable = Field("911", min_length=2, description="The emergency number.")
    crisis_number: Dialable = Field(
        "988", description="The number for people who think of ending their life; may be empty."
    )
    crisis_text_number: Dialable = Field(
        "988", description="The same for text messages; may be empty."
    )
    emergency: str = Field(
        "This may be an emergency. Call 911 now, or ask somebody to call for you. Do not wait for "
        "an answer here. · Puede ser una emergencia: llame al 911 ahora.",
        min_length=1,
        description="Said when somebody may be in danger.",
    )
    crisis: str = Field(
        "You do not have to be alone with this. Call or text 988 now, at any hour. If somebody is "
        "in danger at this moment, call 911. · No está solo: llame al 988, a cualquier hora.",
        min_length=1,
        description="Said when somebody may think of ending their life.",
    )
    call_clinic: str = Field(
        "Please call the clinic about this now. If nobody answers or it gets worse, call 911. · "
        "Por favor llame a la clínica ahora.",
        min_length=1,
        description="Said when the clinic has to hear of it today.",
    )
    emergency_notice: str = Field(
        "If this is happening now, call 911. · Si le está pasando ahora, llame al 911.",
        min_length=1,
        description="Beside an answer about a danger that nobody tells of as happening.",
    )
    crisis_notice: str = Field(
        "If you think of harming yourself, call or text 988. · Si piensa en hacerse daño, llame al "
        "988.",
        min_length=1,
        description="The same for thoughts of suicide.",
    )
    clinic_notice: str = Field(
        "If you notice this after a treatment, please call the clinic. · Si le pasa después de un "
        "tratamiento, llame a la clínica.",
        min_length=1,
        description="The same for what the clinic has to hear of.",
    )

    @model_validator(mode="after")
    def _names_the_numbers(self) -> Self:
        """In another country both have to be changed, the number and the text."""
        for text, number in (
            ("emergency", "emergency_number"),
            ("emergency_notice", "emergency_number"),
            ("crisis", "crisis_number"),
            ("crisis_notice", "crisis_number"),
        ):
            if getattr(self, number) not in getattr(self, text):
                raise ValueError(f"the text {text} does not name the {number}")
        return self
